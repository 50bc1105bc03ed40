//! Embeds the files of `assets/public` in the program, compressed and named by their content.

fn main() {
    memory_serve::load_directory("assets/public");
}

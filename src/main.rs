//! The program `rowhouse`: hands over to [`rowhouse::cli`].
//!
//! Nothing is decided here but which allocator the program has.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// The allocator of the C library took a quarter of the processor time of a page, and kept 300 MiB of what argon2 had used.
/// Without huge pages (`no_thp`), which doubled what a thousand connections hold.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    rowhouse::cli::main()
}

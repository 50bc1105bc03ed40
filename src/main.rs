//! The program `rowhouse`.
fn main() {}

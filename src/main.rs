//! The program `rowhouse`: hands over to [`rowhouse::cli`].
//!
//! Nothing is decided here.

use std::process::ExitCode;

fn main() -> ExitCode {
    rowhouse::cli::main()
}

//! Heads of the chain, outside the database: a file of lines, each with an HMAC under a key that the database does not have.
//!
//! Lines are appended and never changed. Whoever can write the file cannot make a line without the key (RFC 2104).

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
};

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::{Batch, Fault};
use crate::{
    config::Config,
    operate::{Error, Result},
};

/// The file of heads.
#[derive(Clone, Debug)]
pub struct Heads {
    file: PathBuf,
    key: SecretString,
}

/// A line of the file.
pub(super) struct Head {
    /// None when the line is not one that was written with the key.
    known: Option<(i64, Vec<u8>)>,
    line: usize,
}

impl Heads {
    /// The heads that are configured, if any.
    ///
    /// # Errors
    /// When there is a file and no key.
    pub fn configured(config: &Config) -> Result<Option<Self>> {
        Ok(config.audit_heads()?.map(|(file, key)| Self::new(file, key)))
    }

    /// Heads in `file`, under `key`.
    #[must_use]
    pub fn new(file: PathBuf, key: SecretString) -> Self {
        Self { file, key }
    }

    fn mac(&self, text: &str) -> Result<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(self.key.expose_secret().as_bytes());
        let mut mac = mac.map_err(crate::error::Error::internal)?;
        mac.update(text.as_bytes());
        Ok(mac)
    }

    fn unusable(&self, cause: std::io::Error) -> Error {
        Error::File { path: self.file.clone(), cause }
    }

    pub(super) fn append(&self, batch: i64, hash: &[u8]) -> Result<()> {
        let text = format!("{batch} {}", hex::encode(hash));
        let mac = hex::encode(self.mac(&text)?.finalize().into_bytes());
        let mut options = OpenOptions::new();
        let file = options.create(true).append(true).mode(0o600).open(&self.file);
        // In one piece: another instance may be appending too.
        file.and_then(|mut file| {
            file.write_all(format!("{text} {mac}\n").as_bytes()).and_then(|()| file.sync_data())
        })
        .map_err(|cause| self.unusable(cause))
    }

    pub(super) fn read(&self) -> Result<Vec<Head>> {
        let text = fs::read_to_string(&self.file).map_err(|cause| self.unusable(cause))?;
        Ok(text.lines().enumerate().map(|(line, text)| self.head(line + 1, text)).collect())
    }

    fn head(&self, line: usize, text: &str) -> Head {
        let Some((signed, mac)) = text.rsplit_once(' ') else { return Head { known: None, line } };
        let genuine = hex::decode(mac)
            .is_ok_and(|mac| self.mac(signed).is_ok_and(|own| own.verify_slice(&mac).is_ok()));
        let parsed = signed
            .split_once(' ')
            .and_then(|(batch, hash)| Some((batch.parse().ok()?, hex::decode(hash).ok()?)));
        Head { known: parsed.filter(|_| genuine), line }
    }
}

impl Head {
    /// What this head shows to be wrong with the chain, or with itself.
    pub(super) fn fault(&self, batches: &[Batch]) -> Option<Fault> {
        let Some((batch, hash)) = &self.known else {
            let fault = format!("line {} of the heads was not written with this key", self.line);
            return Some(Fault { tenant: None, batch: None, fault });
        };
        let fault = match batches.iter().find(|there| there.batch == *batch) {
            Some(there) if there.hash == *hash => return None,
            Some(_) => "the batch is another one than the head that was kept outside the database",
            None => "the batch is gone: its head was kept outside the database",
        };
        Some(Fault { tenant: None, batch: Some(*batch), fault: fault.to_owned() })
    }
}

//! Networks, as they are typed: `10.0.0.0/8, 2001:db8::/32`, or single addresses.
//!
//! An IPv4 address is the same whether it comes plainly or inside IPv6 (`::ffff:10.0.0.1`, as a socket for both has it).
//! A network that is written so that it may mean another is refused, and not guessed at.

use std::{
    net::{IpAddr, Ipv4Addr},
    str::FromStr,
};

use ipnet::{IpNet, Ipv4Net};

/// Some networks; one at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

/// Why a text names no networks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworksError {
    /// Nothing between two commas, or nothing at all.
    #[error(
        "a network is missing: write them like 10.0.0.0/8,2001:db8::/32, or unset it to allow every address"
    )]
    Missing,
    /// No address, or no length.
    #[error("“{0}” is no network: write it like 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7")]
    Unreadable(String),
    /// The address has more bits than its length says.
    #[error("“{0}” is no network, but an address in {1}: write which of the two is meant, {1} or {2} alone")]
    Ambiguous(String, IpNet, IpAddr),
}

impl FromStr for Networks {
    type Err = NetworksError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(',').map(|network| read(network.trim())).collect::<Result<_, _>>().map(Self)
    }
}

fn read(text: &str) -> Result<IpNet, NetworksError> {
    if text.is_empty() {
        return Err(NetworksError::Missing);
    }
    let unreadable = || NetworksError::Unreadable(text.to_owned());
    let network = match text.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address),
        Err(_) => text.parse::<IpNet>().map_err(|_| unreadable())?,
    };
    if network != network.trunc() {
        return Err(NetworksError::Ambiguous(text.to_owned(), network.trunc(), network.addr()));
    }
    Ok(canonical(network))
}

/// The network of IPv4 that stands inside IPv6, as what it is.
fn canonical(network: IpNet) -> IpNet {
    let IpNet::V6(inside) = network else { return network };
    let plain = |address: Ipv4Addr| {
        let length = inside.prefix_len().checked_sub(96)?;
        Ipv4Net::new(address, length).ok().map(IpNet::V4)
    };
    inside.addr().to_ipv4_mapped().and_then(plain).unwrap_or(network)
}

impl Networks {
    /// Whether an address is in one of them.
    #[must_use]
    pub fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_in_their_networks_however_they_come() {
        for (networks, address, inside) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("10.0.0.0/8", "::ffff:11.1.2.3", false),
            ("::ffff:10.0.0.0/104", "10.1.2.3", true),
            ("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true),
            ("::ffff:10.0.0.0/104", "11.1.2.3", false),
            (" 192.0.2.7 , 2001:db8::/32 ", "192.0.2.7", true),
            ("192.0.2.7,2001:db8::/32", "192.0.2.8", false),
            ("192.0.2.7,2001:db8::/32", "2001:db8:1::1", true),
            ("192.0.2.7,2001:db8::/32", "2001:db9::1", false),
            ("2001:db8::1", "2001:db8::1", true),
            ("0.0.0.0/0", "203.0.113.1", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            // Every address of IPv6, and none of IPv4 in its clothes.
            ("::/0", "2001:db8::1", true),
            ("::/0", "::ffff:203.0.113.1", false),
        ] {
            let read: Networks = networks.parse().unwrap();
            assert_eq!(read.contain(address.parse().unwrap()), inside, "{networks} {address}");
        }
    }

    #[test]
    fn what_may_mean_something_else_is_refused() {
        for missing in ["", " ", ",", "10.0.0.0/8,", ",10.0.0.0/8", "10.0.0.0/8,,::1"] {
            assert_eq!(missing.parse::<Networks>(), Err(NetworksError::Missing), "{missing:?}");
        }
        for unreadable in [
            "10.0.0.0/33",
            "::/129",
            "10.0.0/8",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "example.org",
            "10.0.0.0-10.0.0.9",
            "10.0.0.0/8 ::1",
            "010.0.0.1",
        ] {
            let refused = unreadable.parse::<Networks>();
            assert!(matches!(refused, Err(NetworksError::Unreadable(_))), "{unreadable:?} {refused:?}");
        }
        for ambiguous in ["10.0.0.5/8", "2001:db8::1/32", "::ffff:10.0.0.5/104"] {
            let refused = ambiguous.parse::<Networks>();
            assert!(matches!(refused, Err(NetworksError::Ambiguous(..))), "{ambiguous:?} {refused:?}");
        }
    }
}

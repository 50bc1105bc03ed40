//! What the journeys stand on: the program itself with its sample data, and a real Chromium.
//!
//! One program and one driver serve all journeys of the process; each journey has a browser of its own.

use std::{
    fs,
    path::PathBuf,
    sync::OnceLock,
    time::{Duration, Instant},
};

use axum::http::Method;
use fantoccini::{Client, ClientBuilder, Locator, elements::Element, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::program::{Program, start_driver};

/// How long anything on a page may take.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Stage {
    pub(crate) program: Program,
    driver: u16,
}

pub(crate) fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| Stage { program: Program::start("shared"), driver: start_driver() })
}

/// A command that Chromium's driver has beside those of WebDriver.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// A person at a real browser.
pub(crate) struct Browser {
    pub(crate) client: Client,
    /// Where the program serves.
    port: u16,
}

impl Browser {
    pub(crate) async fn open() -> Self {
        Self::with(json!({}), stage().program.port).await
    }

    /// Somebody who looks at a program that is not everybody's.
    pub(crate) async fn at(program: &Program) -> Self {
        Self::with(json!({}), program.port).await
    }

    pub(crate) async fn without_javascript() -> Self {
        let off = json!({ "profile.managed_default_content_settings.javascript": 2 });
        Self::with(off, stage().program.port).await
    }

    async fn with(preferences: Value, port: u16) -> Self {
        let options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"],
            "prefs": preferences,
        });
        let logging = json!({ "browser": "ALL" });
        let capabilities = json!({ "goog:chromeOptions": options, "goog:loggingPrefs": logging });
        let capabilities = capabilities.as_object().unwrap().clone();
        let driver = format!("http://127.0.0.1:{}", stage().driver);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver)
            .await
            .unwrap();
        Self { client, port }
    }

    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }

    pub(crate) async fn go(&self, path: &str) {
        self.client.goto(&format!("http://127.0.0.1:{}{path}", self.port)).await.unwrap();
    }

    pub(crate) async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    pub(crate) async fn sign_in(&self, login: &str, password: &str) {
        self.go("/login/").await;
        self.type_into("#username", login).await;
        self.type_into("#password", password).await;
        self.click("main form button").await;
        self.see("h1").await;
    }

    /// Waits for an element.
    pub(crate) async fn see(&self, selector: &str) {
        self.element(selector).await;
    }

    async fn element(&self, selector: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await;
        found.unwrap_or_else(|failure| panic!("no {selector}: {failure}"))
    }

    /// Waits until an element says something.
    pub(crate) async fn see_text(&self, selector: &str, text: &str) {
        self.until(&format!("{selector} says {text:?}"), async || self.says(selector, text).await).await;
    }

    /// Whether an element says something, as the page is now.
    pub(crate) async fn says(&self, selector: &str, text: &str) -> bool {
        match self.client.find(Locator::Css(selector)).await {
            Ok(element) => element.text().await.is_ok_and(|said| said.contains(text)),
            Err(_) => false,
        }
    }

    /// Waits until there are so many elements.
    pub(crate) async fn see_count(&self, selector: &str, count: usize) {
        self.until(&format!("{count} of {selector}"), async || {
            self.client.find_all(Locator::Css(selector)).await.is_ok_and(|found| found.len() == count)
        })
        .await;
    }

    /// Waits until something holds.
    pub(crate) async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let begun = Instant::now();
        while !holds().await {
            assert!(
                begun.elapsed() < PATIENCE,
                "not: {what}\n{}",
                self.client.source().await.unwrap_or_default()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a field holds something.
    pub(crate) async fn see_value(&self, selector: &str, value: &str) {
        let held = format!("return document.querySelector({selector:?})?.value ?? null");
        self.until(&format!("{selector} holds {value:?}"), async || self.run(&held).await == value).await;
    }

    /// Waits until the keyboard is where it is expected: a browser gives the focus to a field that asks for it when it first paints,
    /// and a part that was swapped brings it back, each a moment after all else is there.
    pub(crate) async fn see_focus(&self, selector: &str) {
        let held = format!("return document.activeElement?.matches({selector:?}) ?? false");
        self.until(&format!("{selector} has the focus"), async || self.run(&held).await == true).await;
    }

    /// Waits until the address is this one, as a path.
    pub(crate) async fn see_path(&self, path: &str) {
        self.until(&format!("the address is {path}"), async || self.path().await == path).await;
    }

    /// Waits until the address begins so.
    pub(crate) async fn see_path_within(&self, begin: &str) {
        self.until(&format!("the address is within {begin}"), async || self.path().await.starts_with(begin))
            .await;
    }

    pub(crate) async fn click(&self, selector: &str) {
        self.element(selector).await.click().await.unwrap();
    }

    pub(crate) async fn type_into(&self, selector: &str, text: &str) {
        self.element(selector).await.send_keys(text).await.unwrap();
    }

    pub(crate) async fn clear(&self, selector: &str) {
        self.element(selector).await.clear().await.unwrap();
    }

    async fn own(&self, path: &'static str, body: Value) -> Value {
        self.client.issue_cmd(Own { path, body }).await.unwrap()
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.own("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// How wide the window is, in CSS pixels; a narrow one is a phone's.
    pub(crate) async fn width(&self, width: u32) {
        self.window(width, 900).await;
    }

    pub(crate) async fn window(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// A screen that is touched.
    pub(crate) async fn touch(&self) {
        let touch = json!({ "enabled": true, "maxTouchPoints": 1 });
        self.devtools("Emulation.setTouchEmulationEnabled", touch).await;
    }

    /// What the system says about light and dark. Nothing moves, so that what is looked at has come to rest.
    pub(crate) async fn dark(&self, dark: bool) {
        let scheme = json!({ "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } });
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [scheme, still] })).await;
    }

    /// Whether the network is there, and how many milliseconds it takes its time.
    pub(crate) async fn network(&self, online: bool, latency: u32) {
        let speed = json!({ "offline": !online, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.emulateNetworkConditions", speed).await;
    }

    /// A line on which a page arrives in pieces: so many bytes in a second, and nothing compressed, which is read block by block.
    pub(crate) async fn slow(&self, bytes: u32) {
        let plain = json!({ "headers": { "accept-encoding": "identity" } });
        let speed =
            json!({ "offline": false, "latency": 0, "downloadThroughput": bytes, "uploadThroughput": -1 });
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.setExtraHTTPHeaders", plain).await;
        self.devtools("Network.emulateNetworkConditions", speed).await;
    }

    /// Types keys wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// What the console was told since it was last asked, but for the browser's own word on a status, and on a transition
    /// between two pages that it gave up, as it may when one goes on before the second has been painted.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log = self.own("se/log", json!({ "type": "browser" })).await;
        let told = log.as_array().unwrap().iter().filter(|line| line["level"] != "INFO");
        told.map(|line| line["message"].as_str().unwrap_or_default().to_owned())
            .filter(|message| !message.contains("Failed to load resource"))
            .filter(|message| !message.contains("Transition was aborted because of invalid state"))
            .collect()
    }

    /// Keeps a picture of the window below `artifacts/browser`.
    pub(crate) async fn picture(&self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("artifacts/browser");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.png")), self.client.screenshot().await.unwrap()).unwrap();
    }

    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// What the page did against its content security policy, since it was loaded.
    pub(crate) async fn violations(&self) -> Vec<String> {
        let script = "const done = arguments[arguments.length - 1];
            new ReportingObserver((reports) => { window.violations = reports.map((r) => JSON.stringify(r.body)); },
                { types: ['csp-violation'], buffered: true }).observe();
            setTimeout(() => done(window.violations ?? []), 100);";
        let found = self.client.execute_async(script, Vec::new()).await.unwrap();
        found.as_array().unwrap().iter().map(ToString::to_string).collect()
    }

    #[track_caller]
    pub(crate) fn expect_none(violations: &[String]) {
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

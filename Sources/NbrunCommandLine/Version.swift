/// As in `CHANGELOG.md`.
package let nbrunVersion = "0.1.0"

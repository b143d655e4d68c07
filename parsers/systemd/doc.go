// Package systemd states what the unit files of services say: which program they start, as whom, with which protections and
// variables (systemd.service(5), systemd.exec(5), systemd.syntax(7) of systemd 258).
package systemd

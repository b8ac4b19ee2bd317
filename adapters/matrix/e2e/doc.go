// Package e2e tests the bot, as the program that we ship, on a real Matrix homeserver.
//
// It is a module of its own, so that nothing of it is in the program: neither the homeserver, which is Dendrite, nor
// what Dendrite needs. Dendrite is under the AGPL; it is built and run here as a tool, beside the bot and the members
// who talk to it, and neither linked into anything of ours nor shipped. The members are real clients with encryption
// of their own, written in Go; a proxy between the bot and the homeserver makes the accidents.
//
// Everything in here is a test: see .ci/matrix for how to run it. The folder echo has the smallest bot there can be,
// which shows that the members and the homeserver work, and what the same work costs without a programme around it.
package e2e

// Package checkin asks a set of people something, each in their own time, reminds them kindly until they answer, tells
// coordinators once who has not, and rolls the answers up with who is missing.
//
// A [Kind] is what is asked, as data: of whom, how often, with which reminders. Each time it comes round is a round,
// named by a date label such as 2027-Q1; what one person owes in a round is an [Ask]. It is kept under kind, label and
// person, so that whatever happens to clocks, zones, schedules and processes nobody can be asked for it twice.
//
// Cron says "look now" and nothing more. What is due is reckoned from what is kept, by one function,
// which also writes the plan that people can read beforehand.
package checkin

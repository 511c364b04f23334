package resilience

import (
	"strconv"
	"time"
)

// Code says which rule decided.
type Code uint8

// What was granted, and why.
const (
	None Code = iota // nothing has happened yet

	Retried    // it is retry number Have of a request that may have Limit attempts
	Affordable // Have thousandths of a retry are left, at least Limit are needed
	Copied     // it is copy number Have beyond the first of at most Limit
	Closed     // the breaker is closed, after Have failures in a row of the Limit that open it
	Trial      // it is trial number Have of Limit of a half-open breaker
	Entered    // Have of Limit places are taken now
	Queued     // it waits as number Have, and Limit may wait
	Admitted   // Have are waiting, and one of its priority enters below Limit; 0 for no limit
	Prompt     // it waited Have ns, within Limit or in a queue that is well; 0 for no limit
	InTime     // Have ns are left, Limit ns are needed
)

// What was refused, and why. Every code from here on is a refusal.
const (
	OutOfAttempts Code = iota + 32 // all Limit attempts are used up
	Overspent                      // Have thousandths of a retry are left, at least Limit are needed
	OutOfCopies                    // all Limit copies beyond the first are out
	Opened                         // the breaker is open for Have more ns of Limit
	TrialsOut                      // Have of Limit trials of the half-open breaker are out
	Full                           // Limit are waiting, which is all that may
	Impatient                      // it waited Have ns, and nobody waits longer than Limit
	LongQueue                      // Have are waiting, and one of its priority enters below Limit
	SlowQueue                      // it waited Have ns in a queue that has not been empty, past Limit
	TooLate                        // Have ns are left, Limit ns are needed
)

// Why a breaker changed its state.
const (
	FailedInARow  Code = iota + 64 // Have failures in a row, Limit open it
	FailedOften                    // Have of 1000 calls failed in the window, Limit open it
	FailedTrial                    // trial number Have of Limit failed, and it opened again
	TrialsPassed                   // all Limit trials succeeded, and it closed
	CooldownEnded                  // it was open for Have ns, and lets Limit trials through
)

// Reason says why a decision came out as it did: the rule, what it found, and what it
// held that against, in the unit that the Code names. Plain data of 24 bytes; the
// zero value says nothing.
type Reason struct {
	Code        Code
	Have, Limit int64
}

// OK tells whether the decision was a yes.
func (r Reason) OK() bool { return r.Code > None && r.Code < OutOfAttempts }

// String says it in words, such as "retry 2 of at most 4 attempts". It allocates.
func (r Reason) String() string {
	switch r.Code {
	case None:
		return "nothing has happened yet"
	case Retried:
		return "retry " + count(r.Have) + " of at most " + count(r.Limit-1)
	case Affordable:
		return "the budget has " + milli(r.Have) + ", and one more takes " + milli(r.Limit)
	case Copied:
		return "copy " + count(r.Have) + " of at most " + count(r.Limit)
	case Entered:
		return count(r.Have) + " of " + count(r.Limit) + " places are taken"
	case Queued:
		return "waits as number " + count(r.Have) + " of at most " + count(r.Limit)
	case Admitted:
		return count(r.Have) + " are waiting" + below(r.Limit, count)
	case Prompt:
		return "waited " + span(r.Have) + below(r.Limit, span)
	case InTime:
		return span(r.Have) + " are left, and it takes " + span(r.Limit)
	}
	if r.Code >= FailedInARow || r.Code == Closed || r.Code == Trial || r.Code == Opened || r.Code == TrialsOut {
		return r.breaker()
	}
	return r.refusal()
}

// below names a limit where there is one.
func below(limit int64, unit func(int64) string) string {
	if limit == 0 {
		return ""
	}
	return ", and the limit is " + unit(limit)
}

func (r Reason) refusal() string {
	switch r.Code {
	case OutOfAttempts:
		return "all " + count(r.Limit) + " attempts are used up"
	case Overspent:
		return "the budget has only " + milli(r.Have) + ", and one more takes " + milli(r.Limit)
	case OutOfCopies:
		return "all " + count(r.Limit) + " extra copies are out"
	case Full:
		return "all places are taken and " + count(r.Limit) + " wait already"
	case Impatient:
		return "waited " + span(r.Have) + ", and nobody waits longer than " + span(r.Limit)
	case LongQueue:
		return count(r.Have) + " are waiting, and one of its priority enters below " + count(r.Limit)
	case SlowQueue:
		return "waited " + span(r.Have) + " in a queue that does not empty, past " + span(r.Limit)
	case TooLate:
		if r.Have <= 0 {
			return "no time is left"
		}
		return "only " + span(r.Have) + " are left, and it takes " + span(r.Limit)
	}
	return "code " + count(int64(r.Code))
}

func (r Reason) breaker() string {
	switch r.Code {
	case Closed:
		return "the breaker is closed"
	case Trial:
		return "trial " + count(r.Have) + " of " + count(r.Limit) + " through the half-open breaker"
	case Opened:
		return "the breaker is open for another " + span(r.Have)
	case TrialsOut:
		return "all " + count(r.Limit) + " trials through the half-open breaker are out"
	case FailedInARow:
		return "opened after " + count(r.Have) + " failures in a row"
	case FailedOften:
		return "opened when " + percent(r.Have) + " of the calls failed, " + percent(r.Limit) + " being the limit"
	case FailedTrial:
		return "opened again when a trial failed"
	case TrialsPassed:
		return "closed again, as " + count(r.Have) + " of " + count(r.Limit) + " trials succeeded"
	case CooldownEnded:
		return "half open after " + span(r.Have)
	}
	return "code " + count(int64(r.Code))
}

func count(n int64) string   { return strconv.FormatInt(n, 10) }
func milli(n int64) string   { return strconv.FormatFloat(float64(n)/1000, 'f', -1, 64) }
func percent(n int64) string { return strconv.FormatFloat(float64(n)/10, 'f', -1, 64) + "%" }

// number writes a value as errors show it.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// span is a time to three digits: 146ms.
func span(ns int64) string {
	unit := time.Duration(1)
	for unit <= time.Duration(ns)/1000 {
		unit *= 10
	}
	return time.Duration(ns).Round(unit).String()
}

package frames

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// TracedJob is a job with what its log says of its attempts.
type TracedJob struct {
	contract.JobSummary
	Backtrace *string
	// Outcomes are the lines of category attempt.outcome: of attempts that were followed by another.
	Outcomes []contract.LogLine
	// Marks are the lines that stand out.
	Marks []contract.LogLine
}

// spansOf a job: itself, from creation to end, and below it each wait and each attempt.
func spansOf(job TracedJob, parent, follows string, now int64) []span {
	end := now
	if job.TimeStop != nil {
		end = *job.TimeStop
	}
	whole := span{
		id: job.Guid, parent: parent, guid: job.Guid, follows: follows, operation: job.Cmd, service: nodeOf(job),
		serviceTags: []keyValue{{"gid", job.Gid}, {"nid", job.Nid}, {"node", job.NodeName}, {"roles", words(job.Roles)}},
		start:       job.TimeCreate, end: end, tags: jobTags(job),
		status: statusOf(job.State), message: deref(job.ErrorMessage), backtrace: job.Backtrace, warnings: warningsOf(job),
	}
	return append([]span{whole}, phasesOf(job, end)...)
}

// phasesOf go without a gap from the job's creation to its end: wait, attempt 1, wait, attempt 2...
func phasesOf(job TracedJob, end int64) []span {
	var spans []span
	since := job.TimeCreate
	add := func(kind string, attempt int, start, stop int64) *span {
		spans = append(spans, span{
			id: fmt.Sprintf("%s:%s:%d", job.Guid, kind, attempt), parent: job.Guid, guid: job.Guid,
			service: nodeOf(job), start: start, end: stop,
		})
		return &spans[len(spans)-1]
	}
	wait := func(attempt int, until int64) {
		one := add("wait", attempt, since, until)
		one.operation, one.tags = "wait", []keyValue{{"queue", job.Queue}}
		if attempt > 1 {
			one.operation = fmt.Sprintf("wait for attempt %d", attempt)
		}
	}
	for _, outcome := range job.Outcomes {
		attempt := attemptOf(outcome.Seq)
		if attempt >= job.Attempt || outcome.Time < since {
			continue // too late to count, or a clock that went back
		}
		start := max(outcome.Time-outcomeRan(outcome.Message), since)
		wait(attempt, start)
		one := add("run", attempt, start, outcome.Time)
		one.operation, one.status, one.message = runName(job, attempt), statusError, firstLine(outcome.Message)
		one.service, one.marks = nameOf(outcome.NodeName, outcome.Nid), marksOf(job.Marks, attempt)
		since = outcome.Time
	}
	if job.TimeStart == nil {
		wait(job.Attempt, end)
		return spans
	}
	start := max(*job.TimeStart, since)
	wait(job.Attempt, start)
	one := add("run", job.Attempt, start, end)
	one.operation, one.status, one.message = runName(job, job.Attempt), statusOf(job.State), deref(job.ErrorMessage)
	one.marks = marksOf(job.Marks, job.Attempt)
	return spans
}

func runName(job TracedJob, attempt int) string {
	if job.Attempt == 1 {
		return "run"
	}
	return fmt.Sprintf("attempt %d of %d", attempt, job.MaxAttempts)
}

// attemptOf a line: each attempt has numbers of its own.
func attemptOf(seq int64) int { return int((seq-1)/int64(contract.TheRules.Limits.SeqsPerAttempt)) + 1 }

// ran is how outcomeLine.ts of the controller says how long an attempt ran: "after 500 ms", "after 12.3 s".
var ran = regexp.MustCompile(` after (\d+(?:\.\d+)?) (ms|s)\b`)

// outcomeRan is 0 where it is not known, as of an attempt whose agent was lost.
func outcomeRan(outcome string) int64 {
	found := ran.FindStringSubmatch(firstLine(outcome))
	if found == nil {
		return 0
	}
	number, _ := strconv.ParseFloat(found[1], 64)
	if found[2] == "s" {
		number *= float64(time.Second / time.Millisecond)
	}
	return int64(number)
}

func marksOf(lines []contract.LogLine, attempt int) []spanEvent {
	var marks []spanEvent
	for _, line := range lines {
		if attemptOf(line.Seq) == attempt {
			marks = append(marks, spanEvent{Timestamp: line.Time, Name: levelWord(line.Level), Fields: []keyValue{
				{"message", line.Message}, {"level", levelWord(line.Level)}, {"category", line.Category}, {"seq", line.Seq},
			}})
		}
	}
	return marks
}

func jobTags(job TracedJob) []keyValue {
	tags := []keyValue{
		{"state", string(job.State)}, {"queue", job.Queue}, {"organization", job.Organization}, {"cmd", job.Cmd},
		{"attempt", job.Attempt}, {"maxAttempts", job.MaxAttempts}, {"timeout", inWords(int64(job.TimeoutSeconds * 1000))},
		{"logLines", job.LogLines},
	}
	if job.NativeState != string(job.State) {
		tags = append(tags, keyValue{"nativeState", job.NativeState})
	}
	for name, value := range map[string]*string{
		"user": job.User, "batchGuid": job.BatchGuid, "parentGuid": job.ParentGuid, "jumpscriptId": job.JumpscriptId,
		"errorType": job.ErrorType, "errorSignature": job.ErrorSignature, "result": job.ResultPreview,
	} {
		if value != nil {
			tags = append(tags, keyValue{name, *value})
		}
	}
	slices.SortFunc(tags, byKey)
	return tags
}

func warningsOf(job TracedJob) []string {
	if job.DroppedLines == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d log lines were left out.", job.DroppedLines)}
}

// nodeOf a job that no node has taken yet is its queue.
func nodeOf(job TracedJob) string {
	if job.Nid == nil {
		return "queue " + job.Queue
	}
	return nameOf(job.NodeName, *job.Nid)
}

func nameOf(name *string, nid int) string {
	if name == nil {
		return fmt.Sprintf("node %d", nid)
	}
	return *name
}

package plugin_test

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

// world is what a controller knows, minute by minute: it answers as one would at `now`.
type world struct {
	start, now time.Time
	jobs       []endedJob
	// waiting: since which minute a job waits, by queue.
	waiting map[string]int
	// away: from which minute to which an agent is, by its node's status.
	away map[string][2]int
	// stuck: when planning stands still; down: when nothing answers.
	stuck, down [2]int
	// resolved: since which minute a kind of failure is, by its signature; former: how often it failed in the week before.
	resolved, former map[string]int
}

type endedJob struct {
	state, cmd, signature string
	// known, stopped: minutes.
	known, stopped int
}

func newWorld(fake *controllertest.Fake) *world {
	w := &world{start: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)}
	fake.Handle("/api/v1/stats/jobs", w.answers(func(r *http.Request) any { return w.count(r) }))
	fake.Handle("/api/v1/failures", w.answers(func(r *http.Request) any { return w.failures(r) }))
	fake.Handle("/api/v1/queues", w.answers(func(*http.Request) any { return w.queues() }))
	fake.Handle("/api/v1/nodes", w.answers(func(*http.Request) any { return w.nodes() }))
	fake.Handle("/api/v1/info", w.answers(func(*http.Request) any { return w.info() }))
	return w
}

// runs: a job ends, which becomes known in that minute.
func (w *world) runs(minute int, one endedJob) {
	one.known = minute
	one.stopped = cmp.Or(one.stopped, minute)
	one.cmd = cmp.Or(one.cmd, "disk")
	w.jobs = append(w.jobs, one)
}

func (w *world) answers(answer func(*http.Request) any) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if w.isIn(w.down) {
			controllertest.Problem(503, "DATABASE_UNAVAILABLE", "Database unavailable", "Expected PostgreSQL to answer.")(rw, r)
			return
		}
		rw.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(rw).Encode(answer(r))
	}
}

func (w *world) at(minute int) time.Time { return w.start.Add(time.Duration(minute) * time.Minute) }

func (w *world) isIn(minutes [2]int) bool {
	return minutes[1] > 0 && !w.now.Before(w.at(minutes[0])) && w.now.Before(w.at(minutes[1]))
}

func (w *world) count(r *http.Request) contract.JobCounts {
	query := r.URL.Query()
	groupBy := query["groupBy"]
	counts := contract.JobCounts{Times: []int64{}, Series: []contract.JobCountSeries{}}
	places := map[string]int{}
	for _, one := range w.jobs {
		if w.isAfterNow(one) || !isWithin(w.timeOf(one, query.Get("timeField")), query.Get("from"), query.Get("to")) || !one.matches(query["filter"]) {
			continue
		}
		labels := map[string]string{}
		for _, field := range groupBy {
			labels[field] = map[string]string{"state": one.state, "organization": "cloud", "cmd": one.cmd, "errorSignature": one.signature}[field]
		}
		key, _ := json.Marshal(labels)
		place, isKnown := places[string(key)]
		if !isKnown {
			place = len(counts.Series)
			places[string(key)] = place
			counts.Series = append(counts.Series, contract.JobCountSeries{Labels: labels, Counts: []int{0}})
		}
		counts.Series[place].Total++
		counts.Total++
	}
	return counts
}

func (w *world) isAfterNow(one endedJob) bool { return w.at(one.known).After(w.now) }

func (w *world) timeOf(one endedJob, timeField string) int64 {
	if timeField == "timeKnown" {
		return w.at(one.known).UnixMilli()
	}
	return w.at(one.stopped).UnixMilli()
}

func isWithin(at int64, from, to string) bool {
	first, _ := strconv.ParseInt(from, 10, 64)
	end, _ := strconv.ParseInt(to, 10, 64)
	return at >= first && at < end
}

func (j endedJob) matches(filters []string) bool {
	for _, filter := range filters {
		if parts := strings.Split(filter, "|"); parts[0] == "state" && !strings.Contains("|"+strings.Join(parts[2:], "|")+"|", "|"+j.state+"|") {
			return false
		}
	}
	return true
}

func (w *world) queues() contract.QueueList {
	nid, name := 1, "cpu-01"
	list := contract.QueueList{Items: []contract.QueueStatus{}, AsOf: w.now.UnixMilli()}
	for _, queue := range []string{"default", "process"} {
		one := contract.QueueStatus{Source: "controller", Gid: 1, Nid: &nid, NodeName: &name, Queue: queue, Workers: 2, IsLive: true}
		if minute, isWaiting := w.waiting[queue]; isWaiting && !w.now.Before(w.at(minute)) {
			since := w.at(minute).UnixMilli()
			one.OldestWaitingSince, one.Scheduled = &since, 1
		}
		list.Items = append(list.Items, one)
	}
	return list
}

func (w *world) nodes() contract.NodeList {
	list := contract.NodeList{Items: []contract.Node{}, AsOf: w.now.UnixMilli()}
	for i, status := range []contract.NodeStatus{contract.ENABLED, contract.MAINTENANCE, contract.DECOMMISSIONED} {
		one := contract.Node{Source: "controller", Gid: 1, Nid: i + 1, Name: string(status), Status: status, IsLive: !w.isIn(w.away[string(status)]), LastSeen: w.now.UnixMilli()}
		list.Items = append(list.Items, one)
	}
	return list
}

func (w *world) info() contract.ControllerInfo {
	info := contract.ControllerInfo{Name: "Agent Controller", AsOf: w.now.UnixMilli()}
	if w.isIn(w.stuck) {
		info.Behind.Planning = int(w.now.Sub(w.at(w.stuck[0])).Milliseconds())
	}
	return info
}

// failures are by signature: new when nothing is known of the time before, regressed when seen after it was resolved.
func (w *world) failures(r *http.Request) contract.FailureList {
	query := r.URL.Query()
	list := contract.FailureList{Items: []contract.FailureGroup{}, Coverage: contract.Coverage{AsOf: w.now.UnixMilli()}}
	for _, signature := range []string{"A: x", "B: y"} {
		one := contract.FailureGroup{Key: signature[:1], Gid: 1, Title: signature, Signatures: []string{signature}, Nodes: 1}
		known := w.knownFailures(signature, query)
		one.Count, one.Status = w.formerFailures(signature, query)+len(known), w.failureStatus(signature, known)
		if one.Count > 0 && strings.Contains(query.Get("filter")+"|", "|"+string(one.Status)+"|") {
			list.Items = append(list.Items, one)
		}
	}
	return list
}

// formerFailures are those of the time before, where the window reaches back to it.
func (w *world) formerFailures(signature string, query url.Values) int {
	from, _ := strconv.ParseInt(query.Get("from"), 10, 64)
	if w.start.UnixMilli()-from > int64(48*time.Hour/time.Millisecond) {
		return w.former[signature]
	}
	return 0
}

// knownFailures are the minutes at which jobs of the window became known.
func (w *world) knownFailures(signature string, query url.Values) []int {
	known := []int{}
	for _, job := range w.jobs {
		if job.signature == signature && !w.isAfterNow(job) && isWithin(w.timeOf(job, "timeKnown"), query.Get("from"), query.Get("to")) {
			known = append(known, job.known)
		}
	}
	return known
}

func (w *world) failureStatus(signature string, known []int) contract.FailureStatus {
	resolved, isResolved := w.resolved[signature]
	switch {
	case isResolved && !w.now.Before(w.at(resolved)) && slices.ContainsFunc(known, func(at int) bool { return at > resolved }):
		return "regressed"
	case isResolved && !w.now.Before(w.at(resolved)):
		return "resolved"
	case w.former[signature] > 0:
		return "ongoing"
	default:
		return "new"
	}
}

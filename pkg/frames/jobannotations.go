package frames

import (
	"cmp"
	"fmt"
	"html"
	"net/url"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JobMarks are the jobs to mark on a graph from From to To (epoch milliseconds).
type JobMarks struct {
	Jobs     []contract.JobSummary
	From, To int64
	// AsPoints: when each ended, or while it runs when it started; else from start to end.
	AsPoints bool
	// Total is how many there are, of which Jobs may be a part; IsAtLeast: or more.
	Total     int
	IsAtLeast bool
	// JobURL leads to a job whose guid is added.
	JobURL string
}

type mark struct {
	time              time.Time
	timeEnd           *time.Time
	title, text, tags string
	id                string
}

// markColumns are named as Grafana's annotations read them.
var markColumns = []column[mark]{
	col("time", func(m mark) time.Time { return m.time }).as(look{label: "Time"}),
	col("timeEnd", func(m mark) *time.Time { return m.timeEnd }).as(look{label: "TimeEnd"}),
	col("title", func(m mark) string { return m.title }).as(look{label: "Title"}),
	col("text", func(m mark) string { return m.text }).as(look{label: "Text"}),
	col("tags", func(m mark) string { return m.tags }).as(look{label: "Tags"}),
	col("id", func(m mark) string { return m.id }).as(look{label: "Id"}),
}

// JobAnnotations is one table of marks. Nothing is thinned in silence: where not all jobs are marked, the last mark says so, at
// the end of the range, since Grafana shows no notices of annotations.
func JobAnnotations(marks JobMarks) data.Frames {
	rows := make([]mark, 0, len(marks.Jobs)+1)
	for _, job := range marks.Jobs {
		rows = append(rows, marks.of(job))
	}
	var notices []data.Notice
	if marks.Total > len(marks.Jobs) {
		rest := marks.rest()
		rows = append(rows, rest)
		notices = []data.Notice{{Severity: data.NoticeSeverityWarning, Text: rest.title + ". " + rest.text}}
	}
	frame := table("annotations", rows, markColumns, nil)
	frame.Meta = meta(Custom{Kind: "jobAnnotations"})
	frame.Meta.Notices = notices
	return data.Frames{frame}
}

func (m JobMarks) of(job contract.JobSummary) mark {
	start := cmp.Or(deref(job.TimeStart), job.TimeCreate)
	made := mark{
		time: at(start), title: job.Cmd + " " + string(job.State), text: m.textOf(job), id: job.Guid,
		tags: strings.Join([]string{string(job.State), deref(job.NodeName), job.Queue, job.Organization}, ","),
	}
	if m.AsPoints {
		made.time = at(cmp.Or(deref(job.TimeStop), start))
		return made
	}
	// What runs on goes on to the edge.
	end := at(max(start, cmp.Or(deref(job.TimeStop), m.To)))
	made.timeEnd = &end
	return made
}

// textOf is HTML, as Grafana shows it: what comes from a job is escaped.
func (m JobMarks) textOf(job contract.JobSummary) string {
	lines := []string{html.EscapeString(deref(job.NodeName) + ", queue " + job.Queue + ", " + ranFor(job))}
	if job.ErrorMessage != nil {
		lines = append(lines, html.EscapeString(firstChars(firstLine(*job.ErrorMessage))))
	}
	href := html.EscapeString(m.JobURL + url.QueryEscape(job.Guid))
	lines = append(lines, fmt.Sprintf(`<a href="%s">Open the job</a>`, href))
	return strings.Join(lines, "<br>")
}

func ranFor(job contract.JobSummary) string {
	if job.RunMs == nil {
		return "still running"
	}
	return "ran " + inWords(int64(*job.RunMs))
}

// rest stands where nothing else would: at the end, after all others.
func (m JobMarks) rest() mark {
	more := ""
	if m.IsAtLeast {
		more = "more than "
	}
	return mark{
		time: at(m.To), id: "rest", tags: "not all",
		title: fmt.Sprintf("Only %d of %s%d jobs are marked", len(m.Jobs), more, m.Total),
		text:  "Those that failed come first, then those that run, then the longest. Narrow the filters of the annotations or the time range, or raise their limit.",
	}
}

// deref is the zero value of nothing.
func deref[T any](value *T) T {
	if value == nil {
		var zero T
		return zero
	}
	return *value
}

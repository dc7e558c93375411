package frames

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

func textsOf(t *testing.T, marks JobMarks, name string) []string {
	t.Helper()
	field, _ := JobAnnotations(marks)[0].FieldByName(name)
	texts := make([]string, field.Len())
	for i := range texts {
		texts[i] = field.At(i).(string) //nolint:forcetypeassert // a column of texts
	}
	return texts
}

func TestAnAnnotationShowsWhatAJobSaysAsText(t *testing.T) {
	message, node := `<img src=x onerror=alert(1)>`+"\nsecond line", `<b>`
	marks := JobMarks{Total: 1, JobURL: "/d/job?var-guid=", Jobs: []contract.JobSummary{{
		Guid: `a"b&c`, Cmd: "echo", State: "ERROR", NodeName: &node, Queue: "io", ErrorMessage: &message,
	}}}
	require.Equal(t, []string{
		`&lt;b&gt;, queue io, still running<br>&lt;img src=x onerror=alert(1)&gt;<br><a href="/d/job?var-guid=a%22b%26c">Open the job</a>`,
	}, textsOf(t, marks, "text"))
	require.Equal(t, []string{"echo ERROR"}, textsOf(t, marks, "title"))
}

func TestAnAnnotationLastsAsLongAsItsJob(t *testing.T) {
	start, stop := int64(2000), int64(5000)
	marks := JobMarks{From: 1000, To: 9000, Total: 2, Jobs: []contract.JobSummary{
		{Guid: "ended", TimeStart: &start, TimeStop: &stop}, {Guid: "runs", TimeStart: &start},
	}}
	span := func(marks JobMarks, row int) (time.Time, *time.Time) {
		frame := JobAnnotations(marks)[0]
		return frame.Fields[0].At(row).(time.Time), frame.Fields[1].At(row).(*time.Time) //nolint:forcetypeassert // columns of times
	}
	for row, end := range []int64{5000, 9000} {
		from, to := span(marks, row)
		require.Equal(t, at(2000), from)
		require.Equal(t, at(end), *to)
	}
	marks.AsPoints = true
	for row, moment := range []int64{5000, 2000} {
		from, to := span(marks, row)
		require.Equal(t, at(moment), from)
		require.Nil(t, to)
	}
}

func TestAnnotationsSayHowManyJobsAreNotMarked(t *testing.T) {
	marks := JobMarks{To: 9000, Total: 5123, Jobs: []contract.JobSummary{{Guid: "one"}}}
	frame := JobAnnotations(marks)[0]
	require.Equal(t, 2, frame.Rows())
	require.Equal(t, at(9000), frame.Fields[0].At(1))
	require.Equal(t, "Only 1 of 5123 jobs are marked", textsOf(t, marks, "title")[1])
	require.Contains(t, frame.Meta.Notices[0].Text, "Those that failed come first")
	marks.IsAtLeast = true
	require.Equal(t, "Only 1 of more than 5123 jobs are marked", textsOf(t, marks, "title")[1])
}

package frames

import (
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// DurationHeatmap is one cell per time bucket and length of wait or run that jobs have: what Grafana's heatmap draws as it is.
func DurationHeatmap(durations contract.JobDurations, isWait bool) data.Frames {
	cells := heatmapCells{bounds: deref(durations.Bounds)}
	bucket := time.Duration(deref(durations.BucketMs)) * time.Millisecond
	for place, start := range durations.Times {
		cells.add(at(start).Add(bucket), jobsByLength(durations.Series, place, isWait, len(cells.bounds)+1))
	}
	logarithmic := map[string]any{"scaleDistribution": map[string]any{"type": "log", "log": 10}}
	frame := data.NewFrame("",
		data.NewField("xMax", nil, cells.ends).SetConfig(&data.FieldConfig{Interval: float64(bucket.Milliseconds())}),
		data.NewField("yMin", nil, cells.least).SetConfig(&data.FieldConfig{Unit: "ms", Custom: logarithmic}),
		data.NewField("yMax", nil, cells.most).SetConfig(&data.FieldConfig{Unit: "ms", Custom: logarithmic}),
		data.NewField("count", nil, cells.counts).SetConfig(&data.FieldConfig{DisplayName: "Jobs"}),
	)
	frame.Meta = &data.FrameMeta{
		Type: "heatmap-cells", Custom: Custom{Kind: "jobDurations", Coverage: &durations.Coverage},
		Notices: notices(&durations.Coverage), PreferredVisualizationPluginID: "heatmap",
	}
	return data.Frames{frame}
}

// jobsByLength of one time bucket, of all groups.
func jobsByLength(all []contract.JobDurationSeries, place int, isWait bool, lengths int) []int {
	sums := make([]int, lengths)
	for _, group := range all {
		figures := group.Run
		if isWait {
			figures = group.Wait
		}
		if histogram := deref(figures.Histogram); place < len(histogram) {
			for length, count := range histogram[place][:min(lengths, len(histogram[place]))] {
				sums[length] += count
			}
		}
	}
	return sums
}

type heatmapCells struct {
	bounds      []int
	ends        []time.Time
	least, most []float64
	counts      []int64
}

// add one time bucket. One without jobs has a cell of none: Grafana takes the width of cells from two that follow each other.
func (c *heatmapCells) add(end time.Time, byLength []int) {
	isEmpty := true
	for length, count := range byLength {
		if count > 0 {
			c.addCell(end, length, count)
			isEmpty = false
		}
	}
	if isEmpty && len(c.bounds) > 0 {
		c.addCell(end, 0, 0)
	}
}

func (c *heatmapCells) addCell(end time.Time, length, count int) {
	c.ends, c.counts = append(c.ends, end), append(c.counts, int64(count))
	c.least, c.most = append(c.least, lowerBound(c.bounds, length)), append(c.most, upperBound(c.bounds, length))
}

// lowerBound of a cell. On a logarithmic axis there is no zero: what took less than the first bound is drawn from half of it on.
func lowerBound(bounds []int, bound int) float64 {
	if bound == 0 {
		return float64(bounds[0]) / 2
	}
	return float64(bounds[bound-1])
}

// upperBound: over the last bound there is no other; one cell is as high as the one below it.
func upperBound(bounds []int, bound int) float64 {
	if bound < len(bounds) {
		return float64(bounds[bound])
	}
	last := float64(bounds[len(bounds)-1])
	return math.Round(last * last / float64(bounds[len(bounds)-2]))
}

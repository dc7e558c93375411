package frames

import (
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// NodeStats is one frame per node, stat, device and figure (min, mean, max): a value per bucket, or one over the whole time
// range when no bucket was asked for. Where there is no sample there is no value, never 0.
func NodeStats(stats contract.NodeStats, figures []string) data.Frames {
	kind, places := data.FrameTypeTimeSeriesMulti, len(stats.Times)
	if stats.BucketMs == nil {
		kind, places = data.FrameTypeNumericMulti, 1
	}
	names := namesOf(stats.Series, len(figures) > 1)
	var frames data.Frames
	for _, one := range stats.Series {
		for _, figure := range figures {
			frame := data.NewFrame("")
			if stats.BucketMs != nil {
				frame.Fields = append(frame.Fields, timeField(stats.Times, stats.BucketMs))
			}
			frame.Fields = append(frame.Fields, statField(one, figure, places, names))
			frames = append(frames, frame)
		}
	}
	return series(kind, frames, Custom{Kind: "nodeStats", Coverage: &stats.Coverage})
}

func statField(one contract.NodeStatSeries, figure string, places int, names seriesNames) *data.Field {
	labels := data.Labels{"node": one.NodeName, "nid": strconv.Itoa(one.Nid), "stat": one.Stat}
	if one.Device != "" {
		labels["device"] = one.Device
	}
	if names.figure {
		labels["figure"] = figure
	}
	values := make([]*float64, places)
	copy(values, valuesOf(one, figure))
	config := &data.FieldConfig{DisplayNameFromDS: names.of(one, figure), Unit: statUnits[one.Unit]}
	if one.Unit == "percent" {
		config.SetMin(0)
	}
	return data.NewField("value", labels, values).SetConfig(config)
}

func valuesOf(one contract.NodeStatSeries, figure string) []*float64 {
	switch figure {
	case "min":
		return one.Min
	case "max":
		return one.Max
	}
	return one.Mean
}

// statUnits are the API's units in Grafana's words.
var statUnits = map[string]string{
	"percent": "percent", "bytes": "bytes", "bytes/s": "binBps", "s": "s", "1/s": "cps", "": "short",
}

// seriesNames says what tells the series of an answer apart: what all of them share is not repeated in each name.
type seriesNames struct{ node, stat, figure bool }

func namesOf(all []contract.NodeStatSeries, hasFigures bool) seriesNames {
	names := seriesNames{figure: hasFigures}
	for _, one := range all {
		names.node = names.node || one.Nid != all[0].Nid || one.Gid != all[0].Gid
		names.stat = names.stat || one.Stat != all[0].Stat
	}
	return names
}

// of a series: "storage-2, Disk used, /var, max".
func (n seriesNames) of(one contract.NodeStatSeries, figure string) string {
	var parts []string
	if n.node {
		parts = append(parts, one.NodeName)
	}
	if n.stat || (!n.node && one.Device == "") {
		parts = append(parts, one.Label)
	}
	if one.Device != "" {
		parts = append(parts, one.Device)
	}
	if n.figure {
		parts = append(parts, figure)
	}
	return strings.Join(parts, ", ")
}

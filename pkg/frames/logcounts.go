package frames

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// LogCounts is a series per level in words, and when there was no time for all lines a region over what was not counted:
// Explore shows no notices of a log volume, but annotations.
func LogCounts(counts contract.LogCounts) data.Frames {
	frames := LogSeries(counts)
	if !counts.Coverage.IsCut || counts.Coverage.From == nil || len(counts.Times) == 0 {
		return frames
	}
	return append(frames, uncounted(counts.Times[0], *counts.Coverage.From, deref(counts.Coverage.Notice)))
}

// LogSeries are the series alone. Two levels of the API may have the same word.
func LogSeries(counts contract.LogCounts) data.Frames {
	byWord := map[string][]int64{}
	for _, one := range counts.Series {
		word := levelWord(one.Level)
		if byWord[word] == nil {
			byWord[word] = make([]int64, len(counts.Times))
		}
		for i, count := range one.Counts {
			byWord[word][i] += count
		}
	}
	frames := make(data.Frames, 0, len(byWord))
	for _, word := range slices.SortedFunc(maps.Keys(byWord), mostImportantFirst) {
		frames = append(frames, data.NewFrame("", timeField(counts.Times, counts.BucketMs), linesField(word, byWord[word])))
	}
	return series(data.FrameTypeTimeSeriesMulti, frames, Custom{Kind: "logCounts", Coverage: &counts.Coverage})
}

// LogNumbers is one number per level: its lines over the whole time range.
func LogNumbers(counts contract.LogCounts) data.Frames {
	totals := map[string]int64{}
	for _, one := range counts.Series {
		totals[levelWord(one.Level)] += one.Total
	}
	frames := make(data.Frames, 0, len(totals))
	for _, word := range slices.SortedFunc(maps.Keys(totals), mostImportantFirst) {
		frames = append(frames, data.NewFrame("", linesField(word, []int64{totals[word]})))
	}
	return series(data.FrameTypeNumericMulti, frames, Custom{Kind: "logCounts", Coverage: &counts.Coverage})
}

func linesField(word string, values []int64) *data.Field {
	return data.NewField("count", data.Labels{"level": word}, values).SetConfig(&data.FieldConfig{DisplayNameFromDS: word})
}

func mostImportantFirst(a, b string) int { return firstLevel(a) - firstLevel(b) }

// firstLevel with this word: 1 is the most important.
func firstLevel(word string) int {
	level := 1
	for level < len(contract.TheRules.LogLevels) && contract.TheRules.LogLevels[strconv.Itoa(level)] != word {
		level++
	}
	return level
}

func uncounted(from, to int64, notice string) *data.Frame {
	frame := data.NewFrame("uncounted",
		data.NewField("time", nil, []time.Time{at(from)}),
		data.NewField("timeEnd", nil, []time.Time{at(to)}),
		data.NewField("isRegion", nil, []bool{true}),
		data.NewField("color", nil, []string{"orange"}),
		data.NewField("title", nil, []string{"Not counted"}),
		data.NewField("text", nil, []string{notice}),
	)
	frame.Meta = &data.FrameMeta{DataTopic: data.DataTopicAnnotations, Custom: Custom{Kind: "uncounted"}}
	return frame
}

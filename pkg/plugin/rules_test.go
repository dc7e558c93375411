package plugin_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// The shipped rules, evaluated once a minute as Grafana does, by the real backend, against a controller in which things happen.

type rule struct {
	UID          string        `yaml:"uid"`
	Condition    string        `yaml:"condition"`
	For          time.Duration `yaml:"for"`
	ExecErrState string        `yaml:"execErrState"`
	Data         []step        `yaml:"data"`
}

type step struct {
	RefID         string         `yaml:"refId"`
	DatasourceUID string         `yaml:"datasourceUid"`
	Range         timeRange      `yaml:"relativeTimeRange"`
	Model         map[string]any `yaml:"model"`
}

type timeRange struct {
	From int `yaml:"from"`
}

func shippedRules(t *testing.T) map[string]rule {
	t.Helper()
	text, err := os.ReadFile("../../provisioning/alerting/rules.yaml")
	require.NoError(t, err)
	var file struct {
		Groups []struct {
			Rules []rule `yaml:"rules"`
		} `yaml:"groups"`
	}
	// Grafana takes queries as they are written: "$$" would stay two.
	require.NoError(t, yaml.Unmarshal(text, &file))
	rules := map[string]rule{}
	for _, group := range file.Groups {
		for _, one := range group.Rules {
			rules[one.UID] = one
		}
	}
	return rules
}

// replay is a rule over time, and the moments at which each of its alerts began to fire.
type replay struct {
	stack
	settings backend.PluginContext
	rule     rule
	world    *world
	since    map[string]time.Time
	fired    map[string][]int
}

func replayed(t *testing.T, uid string, happens func(w *world)) map[string][]int {
	t.Helper()
	one, isShipped := shippedRules(t)[uid]
	require.True(t, isShipped, uid)
	s := start(t)
	w := newWorld(s.fake)
	happens(w)
	r := replay{stack: s, settings: s.good(), rule: one, world: w, since: map[string]time.Time{}, fired: map[string][]int{}}
	for minute := range 60 {
		w.now = w.start.Add(time.Duration(minute) * time.Minute)
		r.evaluate(t, minute)
	}
	return r.fired
}

// evaluate puts every alert of the rule into its state: firing when its condition has held for as long as the rule says.
func (r replay) evaluate(t *testing.T, minute int) {
	t.Helper()
	holds := map[string]bool{}
	for _, one := range r.condition(t) {
		if one.value != 0 {
			holds[one.labels.String()] = true
		}
	}
	maps.DeleteFunc(r.since, func(name string, _ time.Time) bool { return !holds[name] })
	for name := range holds {
		began, isPending := r.since[name]
		if !isPending {
			began = r.world.now
			r.since[name] = began
		}
		if !r.world.now.Before(began.Add(r.rule.For)) && r.world.now.Add(-time.Minute).Before(began.Add(r.rule.For)) {
			r.fired[name] = append(r.fired[name], minute)
		}
	}
}

func (r replay) condition(t *testing.T) []numberOf {
	t.Helper()
	values := map[string][]numberOf{}
	for _, one := range r.rule.Data {
		if one.DatasourceUID == "__expr__" {
			values[one.RefID] = evaluateExpression(t, one.Model, values)
			continue
		}
		answer := r.ask(t, one)
		if answer.Error != nil {
			require.Equal(t, "Alerting", r.rule.ExecErrState, answer.Error)
			return []numberOf{{value: 1}}
		}
		values[one.RefID] = numbersIn(t, answer.Frames)
	}
	return values[r.rule.Condition]
}

func (r replay) ask(t *testing.T, one step) backend.DataResponse {
	t.Helper()
	model, err := json.Marshal(one.Model)
	require.NoError(t, err)
	res, err := r.client.QueryData(context.Background(), &backend.QueryDataRequest{
		PluginContext: r.settings,
		Headers:       map[string]string{"FromAlert": "true"},
		Queries: []backend.DataQuery{{
			RefID: one.RefID, JSON: model, Interval: time.Minute, MaxDataPoints: 500,
			TimeRange: backend.TimeRange{From: r.world.now.Add(-time.Duration(one.Range.From) * time.Second), To: r.world.now},
		}},
	})
	require.NoError(t, err)
	return res.Responses[one.RefID]
}

// numbersIn checks what Grafana does before it evaluates: one number per frame, and no label set twice.
func numbersIn(t *testing.T, frames data.Frames) []numberOf {
	t.Helper()
	var numbers []numberOf
	names := map[string]bool{}
	for _, frame := range frames {
		require.Equal(t, data.FrameTypeNumericMulti, frame.Meta.Type)
		require.Len(t, frame.Fields, 1)
		value, err := frame.Fields[0].FloatAt(0)
		require.NoError(t, err)
		name := frame.Fields[0].Labels.String()
		require.False(t, names[name], name)
		names[name] = true
		numbers = append(numbers, numberOf{frame.Fields[0].Labels, value})
	}
	return numbers
}

func TestJobsThatFailAlertOnceWhenItBecomesKnown(t *testing.T) {
	for uid, state := range map[string]string{"openvcloud-jobs-error": "ERROR", "openvcloud-jobs-timeout": "TIMEOUT"} {
		t.Run(state, func(t *testing.T) {
			fired := replayed(t, uid, func(w *world) {
				w.runs(5, endedJob{state: "OK"})
				w.runs(10, endedJob{state: state, signature: "OSError disk.py:3 no disk <*>"})
				// Its agent was cut off: it ended in minute 12, and nobody knew until minute 40.
				w.runs(40, endedJob{state: state, stopped: 12, signature: "KeyError disk.py:9 'a'"})
			})
			labels := func(signature string) string {
				return data.Labels{"state": state, "organization": "cloud", "cmd": "disk", "errorSignature": signature}.String()
			}
			require.Equal(t, map[string][]int{
				labels("OSError disk.py:3 no disk <*>"): {11},
				labels("KeyError disk.py:9 'a'"):        {41},
			}, fired)
		})
	}
}

func TestAJumpScriptThatFailsOftenAlertsOnlyAboveAFloorOfRuns(t *testing.T) {
	script := data.Labels{"organization": "cloud", "cmd": "disk"}.String()
	require.Empty(t, replayed(t, "openvcloud-jobs-error-ratio", func(*world) {}), "no run at all is no ratio")
	require.Empty(t, replayed(t, "openvcloud-jobs-error-ratio", func(w *world) {
		for range 19 {
			w.runs(5, endedJob{state: "ERROR"})
		}
	}), "19 runs are too few")
	fired := replayed(t, "openvcloud-jobs-error-ratio", func(w *world) {
		for range 20 {
			w.runs(5, endedJob{state: "OK"})
			w.runs(5, endedJob{state: "OK", cmd: "net"})
		}
		for range 6 {
			w.runs(20, endedJob{state: "TIMEOUT"})
		}
		w.runs(20, endedJob{state: "ERROR", cmd: "net"})
	})
	require.Equal(t, map[string][]int{script: {26}}, fired, "after five minutes of 6 in 26; net had 1 in 21")
}

func TestAQueueThatStandsStillAlerts(t *testing.T) {
	fired := replayed(t, "openvcloud-jobs-queue-stalled", func(w *world) {
		w.waiting = map[string]int{"process": 10}
	})
	require.Equal(t, map[string][]int{
		data.Labels{"queue": "process", "nodeName": "cpu-01", "nid": "1"}.String(): {31},
	}, fired, "waiting since minute 10, stalled after 15 minutes, for five")
}

func TestAnAgentThatIsAwayAlertsUnlessItMayBe(t *testing.T) {
	fired := replayed(t, "openvcloud-jobs-agent-away", func(w *world) {
		w.away = map[string][2]int{"ENABLED": {10, 30}, "MAINTENANCE": {10, 30}, "DECOMMISSIONED": {10, 30}}
	})
	require.Equal(t, map[string][]int{data.Labels{"nid": "1", "nodeName": "ENABLED"}.String(): {12}}, fired)
}

func TestAControllerThatIsBehindOrDoesNotAnswerAlerts(t *testing.T) {
	fired := replayed(t, "openvcloud-jobs-controller-behind", func(w *world) { w.stuck = [2]int{10, 20} })
	require.Equal(t, map[string][]int{data.Labels{"part": "planning"}.String(): {14}}, fired, "more than a minute after minute 12")
	fired = replayed(t, "openvcloud-jobs-controller-behind", func(w *world) { w.down = [2]int{10, 20} })
	require.Equal(t, map[string][]int{"": {12}}, fired)
}

func TestAKindOfFailureThatIsNewAlertsOnceHoweverOftenItFails(t *testing.T) {
	fired := replayed(t, "openvcloud-jobs-failure-new", func(w *world) {
		w.former = map[string]int{"B: y": 5}
		for minute := 10; minute < 50; minute += 3 {
			w.runs(minute, endedJob{state: "ERROR", signature: "A: x"})
			w.runs(minute, endedJob{state: "ERROR", signature: "B: y"})
		}
	})
	require.Equal(t, map[string][]int{failureGroup("A", "A: x", "new"): {11}}, fired)
}

func TestAKindOfFailureThatWasResolvedAlertsWhenItIsBack(t *testing.T) {
	fired := replayed(t, "openvcloud-jobs-failure-regressed", func(w *world) {
		w.resolved = map[string]int{"A: x": 20, "B: y": 20}
		w.runs(10, endedJob{state: "ERROR", signature: "A: x"})
		w.runs(10, endedJob{state: "ERROR", signature: "B: y"})
		w.runs(40, endedJob{state: "ERROR", signature: "A: x"})
		w.runs(42, endedJob{state: "ERROR", signature: "A: x"})
	})
	require.Equal(t, map[string][]int{failureGroup("A", "A: x", "regressed"): {41}}, fired)
}

func TestAKnownKindOfFailureAlertsWhenItIsFasterThanInTheWeek(t *testing.T) {
	fired := replayed(t, "openvcloud-jobs-failure-faster", func(w *world) {
		w.former = map[string]int{"A: x": 100, "B: y": 1000}
		for minute := range 20 {
			w.runs(20+minute, endedJob{state: "ERROR", signature: "A: x"})
			w.runs(20+minute, endedJob{state: "ERROR", signature: "B: y"})
		}
	})
	require.Equal(t, map[string][]int{failureGroup("A", "A: x", "ongoing"): {30}}, fired, "at the tenth; the other one has a thousand in a week")
}

func failureGroup(key, title, status string) string {
	return data.Labels{"key": key, "title": title, "status": status, "gid": "1"}.String()
}

func TestEveryShippedRuleIsReplayedHere(t *testing.T) {
	require.ElementsMatch(t, []string{
		"openvcloud-jobs-error", "openvcloud-jobs-timeout", "openvcloud-jobs-error-ratio",
		"openvcloud-jobs-queue-stalled", "openvcloud-jobs-agent-away", "openvcloud-jobs-controller-behind",
		"openvcloud-jobs-failure-new", "openvcloud-jobs-failure-regressed", "openvcloud-jobs-failure-faster",
	}, slices.Collect(maps.Keys(shippedRules(t))))
}

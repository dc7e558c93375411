package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
)

// healthDetails is what the app's configuration page reads beside the message.
type healthDetails struct {
	Info       *contract.ControllerInfo `json:"info,omitempty"`
	AnsweredMs int64                    `json:"answeredMs"`
	// Kind of the failure.
	Kind string `json:"kind,omitempty"`
}

// CheckHealth says what is connected, or what stands in between and what to do about it.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if d.unusable != nil {
		return unhealthy(d.unusable, 0), nil //nolint:nilerr // the result tells it
	}
	started := time.Now()
	info, err := controller.Ask(ctx, d.client, controller.Get[contract.ControllerInfo]("/info", nil))
	took := time.Since(started)
	if err != nil {
		return unhealthy(err, took), nil
	}
	return result(backend.HealthStatusOk, describe(info, took), healthDetails{Info: &info, AnsweredMs: took.Milliseconds()}), nil
}

func unhealthy(err error, took time.Duration) *backend.CheckHealthResult {
	details := healthDetails{Kind: "settings", AnsweredMs: took.Milliseconds()}
	var fault *controller.Error
	if errors.As(err, &fault) {
		details.Kind = string(fault.Kind)
	}
	return result(backend.HealthStatusError, err.Error(), details)
}

func result(status backend.HealthStatus, message string, details healthDetails) *backend.CheckHealthResult {
	text, err := json.Marshal(details)
	if err != nil {
		panic(err) // plain values, which cannot fail to marshal
	}
	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: text}
}

// describe: "Connected to Agent Controller 0.1.0 (grid 1): 3 of 3 agents live, 20 JumpScripts, last job 4 s ago;
// answered in 12 ms." What needs doing follows.
func describe(info contract.ControllerInfo, took time.Duration) string {
	message := fmt.Sprintf("Connected to Agent Controller %s (grid %d): %d of %d agents live, %d JumpScripts, %s; answered in %d ms.",
		info.Version, info.Gid, info.LiveNodes, info.Nodes, info.Jumpscripts, lastJob(info), took.Milliseconds())
	if info.LiveNodes == 0 {
		message += " No agent is live, so no job will run: start an agent on a node, or see why it cannot reach the controller."
	}
	if info.BrokenJumpscripts > 0 {
		message += fmt.Sprintf(" %d of the JumpScripts cannot be read: see the JumpScripts dashboard.", info.BrokenJumpscripts)
	}
	return message
}

// lastJob goes by the controller's clock on both sides, so that a clock that is off elsewhere does not show.
func lastJob(info contract.ControllerInfo) string {
	if info.LastJob == nil {
		return "no job yet"
	}
	return "last job " + ago(time.Duration(info.AsOf-info.LastJob.TimeCreate)*time.Millisecond)
}

func ago(age time.Duration) string {
	switch age = max(0, age); {
	case age < time.Minute:
		return fmt.Sprintf("%d s ago", int(age.Seconds()))
	case age < time.Hour:
		return fmt.Sprintf("%d min ago", int(age.Minutes()))
	case age < 48*time.Hour:
		return fmt.Sprintf("%d h ago", int(age.Hours()))
	}
	return fmt.Sprintf("%d days ago", int(age.Hours()/24))
}

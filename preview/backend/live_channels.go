package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

const (
	// packetsAhead of a viewer may wait; one who is further behind is disconnected, as Grafana does.
	packetsAhead = 1000
	// lingering keeps a channel running for who comes back at once, as on a reload of the page.
	lingering = 5 * time.Second
	runAgain  = time.Second
)

// liveChannels run each channel of the plugin once, for all its viewers.
type liveChannels struct {
	plugin *pluginProcess
	log    *slog.Logger

	mutex   sync.Mutex
	running map[string]*liveChannel
}

type liveChannel struct {
	viewers map[chan json.RawMessage]bool
	cancel  context.CancelFunc
	// leaving ends it, unless somebody comes back.
	leaving *time.Timer
}

func newLiveChannels(plugin *pluginProcess, log *slog.Logger) *liveChannels {
	return &liveChannels{plugin: plugin, log: log, running: map[string]*liveChannel{}}
}

// join gives the packets of a channel from now on; the channel is closed for a viewer who does not keep up.
func (l *liveChannels) join(req *pluginv2.RunStreamRequest, key string) chan json.RawMessage {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	channel, isRunning := l.running[key]
	if !isRunning {
		ctx, cancel := context.WithCancel(context.Background())
		channel = &liveChannel{viewers: map[chan json.RawMessage]bool{}, cancel: cancel}
		l.running[key] = channel
		go l.run(ctx, req, key)
	}
	if channel.leaving != nil {
		channel.leaving.Stop()
	}
	viewer := make(chan json.RawMessage, packetsAhead)
	channel.viewers[viewer] = true
	return viewer
}

func (l *liveChannels) leave(key string, viewer chan json.RawMessage) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	channel := l.running[key]
	if channel == nil {
		return // disconnected long ago
	}
	delete(channel.viewers, viewer)
	if len(channel.viewers) == 0 {
		channel.leaving = time.AfterFunc(lingering, func() { l.stop(key) })
	}
}

func (l *liveChannels) stop(key string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if channel := l.running[key]; channel != nil && len(channel.viewers) == 0 {
		channel.cancel()
		delete(l.running, key)
	}
}

func (l *liveChannels) run(ctx context.Context, req *pluginv2.RunStreamRequest, key string) {
	for ctx.Err() == nil {
		_, err := withPlugin(l.plugin, func(running services) (struct{}, error) {
			return struct{}{}, l.pump(ctx, running, req, key)
		})
		if ctx.Err() == nil {
			l.log.Warn("A live channel ended and is run again", "channel", key, "error", err)
			select {
			case <-ctx.Done():
			case <-time.After(runAgain):
			}
		}
	}
}

func (l *liveChannels) pump(ctx context.Context, running services, req *pluginv2.RunStreamRequest, key string) error {
	stream, err := running.stream.RunStream(ctx, req)
	if err != nil {
		return err
	}
	for {
		packet, err := stream.Recv()
		if err != nil {
			return err
		}
		l.publish(key, backend.FromProto().StreamPacket(packet).Data)
	}
}

func (l *liveChannels) publish(key string, packet json.RawMessage) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	channel := l.running[key]
	if channel == nil {
		return
	}
	for viewer := range channel.viewers {
		select {
		case viewer <- packet:
		default:
			close(viewer)
			delete(channel.viewers, viewer)
		}
	}
}

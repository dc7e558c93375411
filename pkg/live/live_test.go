package live_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
	"github.com/openvcloud/jobs-grafana/pkg/live"
	"github.com/openvcloud/jobs-grafana/pkg/query"
)

// quick is fast enough for tests, and says how a channel does only when that changes.
var quick = live.Pace{Gather: 5 * time.Millisecond, Repeat: time.Hour, RetryFirst: time.Millisecond, RetryMost: 4 * time.Millisecond, RetryRefused: 2 * time.Millisecond}

// packet is what a browser gets.
type packet struct {
	Schema *struct {
		Meta struct {
			Custom  frames.Custom
			Notices []data.Notice
		}
		Fields []struct{ Name string }
	}
	Data struct{ Values [][]any }
}

func (p packet) live() frames.Live { return *p.Schema.Meta.Custom.Live }

// viewer is the other end of a channel.
type viewer struct {
	packets chan packet
	refuses error
}

func (v *viewer) SendFrame(frame *data.Frame, include data.FrameInclude) error {
	if v.refuses != nil {
		return v.refuses
	}
	text, err := data.FrameToJSON(frame, include)
	if err != nil {
		return err
	}
	var sent packet
	if err := json.Unmarshal(text, &sent); err != nil {
		return err
	}
	v.packets <- sent
	return nil
}

func (v *viewer) next(t *testing.T) packet {
	t.Helper()
	select {
	case sent := <-v.packets:
		return sent
	case <-time.After(60 * time.Second):
		t.Fatal("expected a packet in the channel")
		return packet{}
	}
}

func (v *viewer) nextState(t *testing.T, state frames.LiveState) frames.Live {
	t.Helper()
	sent := v.next(t)
	require.NotNil(t, sent.Schema, "expected how the channel does, got rows")
	require.Equal(t, state, sent.live().State, sent.live().Message)
	for _, values := range sent.Data.Values {
		require.Empty(t, values, "who joins later is given this packet, and must not take its rows for new")
	}
	return sent.live()
}

// column of the rows that come, by its place in the schema that went before.
func (v *viewer) column(t *testing.T, schema packet, name string, count int) []any {
	t.Helper()
	place := -1
	for i, field := range schema.Schema.Fields {
		if field.Name == name {
			place = i
		}
	}
	var got []any
	for len(got) < count {
		sent := v.next(t)
		require.Nil(t, sent.Schema)
		got = append(got, sent.Data.Values[place]...)
	}
	return got
}

type followed struct {
	*viewer
	fake     *controllertest.Fake
	opened   <-chan *controllertest.Stream
	channels *live.Channels
	query    query.Live
	cancel   context.CancelFunc
	ended    chan error
}

func connect(t *testing.T, fake *controllertest.Fake) *controller.Client {
	t.Helper()
	client, err := controller.New(fake.URL, controllertest.Token, httpclient.Options{})
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}

func follow(t *testing.T, fake *controllertest.Fake, text string, pace live.Pace) *followed {
	t.Helper()
	asked, err := query.ParseLive(json.RawMessage(text))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	f := &followed{
		viewer: &viewer{packets: make(chan packet, 10_000)}, fake: fake, query: asked,
		channels: live.NewChannels(connect(t, fake), pace), cancel: cancel, ended: make(chan error, 1),
	}
	t.Cleanup(cancel)
	go func() { f.ended <- f.channels.Run(ctx, asked, f) }()
	return f
}

// start follows with streams that the test holds.
func start(t *testing.T, text string) (*followed, *controllertest.Stream) {
	t.Helper()
	fake := controllertest.New(t)
	opened := fake.Streams()
	f := follow(t, fake, text, quick)
	f.opened = opened
	return f, controllertest.NextStream(t, opened)
}

func line(seq int) string {
	return fmt.Sprintf(`{"jobGuid":"j","seq":%d,"time":%d,"message":"line %d","level":5}`, seq, 1763800000000+seq, seq)
}

func TestEveryLineComesOnceAndInOrder(t *testing.T) {
	f, stream := start(t, `{"queryType":"logs"}`)
	schema := f.next(t)
	require.Equal(t, frames.LiveOn, schema.live().State)
	const count = 3000
	go func() {
		for seq := 1; seq <= count; seq++ {
			stream.Send(t, fmt.Sprint(seq), "log", line(seq))
		}
	}()
	got := f.column(t, schema, "body", count)
	for i, body := range got {
		require.Equal(t, fmt.Sprintf("line %d", i+1), body)
	}
	require.Len(t, got, count)
}

func TestAJobComesAsItsLastChangeLeftIt(t *testing.T) {
	f, stream := start(t, `{"queryType":"jobs"}`)
	schema := f.next(t)
	go func() {
		stream.Send(t, "1", "job", `{"guid":"a","state":"SCHEDULED"}`)
		stream.Send(t, "2", "job", `{"guid":"a","state":"RUNNING"}`)
		stream.Send(t, "3", "job", `{"guid":"b","state":"OK"}`)
	}()
	states := map[string]string{}
	for states["b"] == "" || states["a"] != "RUNNING" {
		sent := f.next(t)
		for i, guid := range sent.Data.Values[indexOf(schema, "guid")] {
			states[guid.(string)] = sent.Data.Values[indexOf(schema, "state")][i].(string)
		}
	}
	require.Equal(t, map[string]string{"a": "RUNNING", "b": "OK"}, states)
}

func indexOf(schema packet, name string) int {
	for i, field := range schema.Schema.Fields {
		if field.Name == name {
			return i
		}
	}
	return -1
}

func TestABreakIsToldAndMadeUpForFromTheLastID(t *testing.T) {
	f, stream := start(t, `{"queryType":"logs"}`)
	schema := f.next(t)
	stream.Send(t, "7-1", "log", line(1))
	require.Equal(t, []any{"line 1"}, f.column(t, schema, "body", 1))
	stream.Beat(t, "9")
	stream.Cut()
	away := f.nextState(t, frames.LiveAway)
	require.Contains(t, away.Message, "closed the connection")
	require.Contains(t, away.Message, "Tried again in")
	again := controllertest.NextStream(t, f.opened)
	require.Equal(t, "9", again.LastEventID)
	require.Equal(t, schema.live().Continuity, f.nextState(t, frames.LiveOn).Continuity, "nothing was missed")
	again.Send(t, "10", "log", line(2))
	require.Equal(t, []any{"line 2"}, f.column(t, schema, "body", 1))
}

func TestAGapIsToldWhereItIsAndMakesViewersAskAgain(t *testing.T) {
	f, stream := start(t, `{"queryType":"logs"}`)
	schema := f.next(t)
	stream.Send(t, "1", "log", line(1))
	require.Len(t, f.column(t, schema, "body", 1), 1)
	for reason, says := range map[string]string{"slow": "30 changes were left out", "expired": "away for longer", "unknown": "another database"} {
		stream.Send(t, "40", "gap", `{"reason":"`+reason+`","from":"2","to":"40","count":30}`)
		gap := f.next(t)
		require.Contains(t, gap.live().Message, says)
		require.Equal(t, gap.live().Message, gap.Schema.Meta.Notices[0].Text)
		require.NotEqual(t, schema.live().Continuity, gap.live().Continuity)
	}
	joined := f.channels.State(f.query)
	require.Empty(t, joined.Meta.Custom.(frames.Custom).Live.Message, "who joins later missed nothing")
	stream.Cut()
	require.Equal(t, "40", func() string {
		f.nextState(t, frames.LiveAway)
		return controllertest.NextStream(t, f.opened).LastEventID
	}())
}

func TestARefusalIsToldInTheControllersWordsAndTriedAgain(t *testing.T) {
	fake := controllertest.New(t)
	fake.Handle("/api/v1/stream", controllertest.Problem(http.StatusTooManyRequests, "TOO_MANY_STREAMS", "Too many streams", "Expected at most 50 open streams of a token."))
	f := follow(t, fake, `{"queryType":"jobs"}`, quick)
	refused := f.nextState(t, frames.LiveRefused)
	require.Contains(t, refused.Message, "at most 50 open streams")
	require.Contains(t, refused.Message, "TOO_MANY_STREAMS")
	opened := fake.Streams()
	controllertest.NextStream(t, opened)
	for f.next(t).live().State != frames.LiveOn {
	}
}

func TestFiltersThatTakeTooLongAreARefusal(t *testing.T) {
	f, stream := start(t, `{"queryType":"logs"}`)
	f.nextState(t, frames.LiveOn)
	stream.Send(t, "5", "gap", `{"reason":"budget"}`)
	require.Contains(t, f.nextState(t, frames.LiveRefused).Message, "Use fewer or simpler ones")
}

func TestAControllerThatIsDownIsWaitedFor(t *testing.T) {
	f, stream := start(t, `{"queryType":"jobs"}`)
	f.nextState(t, frames.LiveOn)
	f.fake.Handle("/api/v1/stream", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	stream.Cut()
	for range 3 {
		f.nextState(t, frames.LiveAway)
	}
	opened := f.fake.Streams()
	controllertest.NextStream(t, opened)
	for f.next(t).live().State != frames.LiveOn {
	}
}

func TestWhoJoinsIsToldHowTheChannelDoes(t *testing.T) {
	fake := controllertest.New(t)
	asked, err := query.ParseLive(json.RawMessage(`{"queryType":"jobs"}`))
	require.NoError(t, err)
	state := func(channels *live.Channels) frames.Live {
		return *channels.State(asked).Meta.Custom.(frames.Custom).Live
	}
	require.Equal(t, frames.LiveOpening, state(live.NewChannels(connect(t, fake), quick)).State)

	opened := fake.Streams()
	often := quick
	often.Repeat = time.Millisecond
	f := follow(t, fake, `{"queryType":"jobs"}`, often)
	controllertest.NextStream(t, opened)
	on := f.nextState(t, frames.LiveOn)
	require.Equal(t, on, state(f.channels))
	require.Equal(t, on, f.nextState(t, frames.LiveOn), "repeated: between being let in and listening one may have missed it")
	f.cancel()
	require.NoError(t, <-f.ended)
	require.Equal(t, frames.LiveOpening, state(f.channels).State)
}

func TestAChannelWithoutViewersEndsItsStream(t *testing.T) {
	f, stream := start(t, `{"queryType":"jobs"}`)
	f.nextState(t, frames.LiveOn)
	f.cancel()
	require.NoError(t, <-f.ended)
	<-stream.Ended()
}

func TestOtherSettingsEndTheChannelsOfTheInstance(t *testing.T) {
	f, stream := start(t, `{"queryType":"jobs"}`)
	f.nextState(t, frames.LiveOn)
	f.channels.Close()
	require.ErrorIs(t, <-f.ended, live.ErrReplaced)
	<-stream.Ended()
}

func TestAChannelThatCannotBeSentToEnds(t *testing.T) {
	fake := controllertest.New(t)
	opened := fake.Streams()
	gone := errors.New("nobody listens")
	asked, err := query.ParseLive(json.RawMessage(`{"queryType":"jobs"}`))
	require.NoError(t, err)
	err = live.NewChannels(connect(t, fake), quick).Run(context.Background(), asked, &viewer{refuses: gone})
	require.ErrorIs(t, err, gone)
	<-controllertest.NextStream(t, opened).Ended()
}

// A viewer who is slow must not make the backend hold what it cannot give away: 120 MB here, far more than sockets hold.
func TestWhileNobodyTakesMoreNoMoreIsRead(t *testing.T) {
	fake := controllertest.New(t)
	opened := fake.Streams()
	asked, err := query.ParseLive(json.RawMessage(`{"queryType":"logs"}`))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	slow := &viewer{packets: make(chan packet)} // each packet waits for the test
	ended := make(chan error, 1)
	go func() { ended <- live.NewChannels(connect(t, fake), quick).Run(ctx, asked, slow) }()
	stream := controllertest.NextStream(t, opened)
	schema := slow.next(t)

	text := strings.Repeat("x", 60_000)
	event := func(seq int) string {
		return fmt.Sprintf("id: %d\nevent: log\ndata: {\"seq\":%d,\"message\":%q}\n\n", seq, seq, text)
	}
	const most = 2000
	seq := 1
	for ; seq <= most && stream.Offer(event(seq), time.Second); seq++ {
	}
	require.Less(t, seq, most)
	// It is not cut off, only held up: taken again, it goes on.
	go stream.Offer(event(seq), time.Minute)
	last := slow.column(t, schema, "seq", seq)[seq-1]
	require.InDelta(t, seq, last, 0)
	cancel()
	require.NoError(t, <-ended)
}

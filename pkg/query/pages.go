package query

import (
	"context"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
)

// mostBytes of log messages in one answer: a line may have 64 KiB, and Grafana's server holds the whole of it.
const mostBytes = 8 << 20

// kindOf list that pages are joined of.
type kindOf[List any] struct {
	page     func(*List) *contract.Page
	coverage func(*List) *contract.Coverage
	join     func(*List, List)
	rows     func(List) int
	// bytes of what may be long in it.
	bytes func(List) int
}

// paged is a list of more rows than a page of the API has: page after page, until it has them.
type paged[List any] struct {
	kindOf[List]
	request func(cursor *string, limit int) controller.Request[List]
	cursor  *string
	wanted  int
	show    func(List) data.Frames
}

// rowsWanted is 0 when a page of the API has them, as the last page does.
func (m model) rowsWanted() (int, error) {
	most := contract.TheRules.Limits.QueryRows
	if m.Limit > most {
		return 0, invalid("A list has at most %d rows, got a limit of %d. Lower it, or export the list: an export has all of them.", most, m.Limit)
	}
	if m.Limit <= contract.TheRules.Limits.PageRows || m.At == "last" {
		return 0, nil
	}
	return m.Limit, nil
}

// String is the request of the first page.
func (p paged[List]) String() string { return p.first().String() }

func (p paged[List]) first() controller.Request[List] {
	return p.request(p.cursor, contract.TheRules.Limits.PageRows)
}

func (p paged[List]) Answer(ctx context.Context, client *controller.Client) (data.Frames, error) {
	list, err := controller.Ask(ctx, client, p.first())
	if err != nil {
		return nil, err
	}
	for p.page(&list).Next != nil && p.rows(list) < p.wanted {
		if p.bytes(list) >= mostBytes {
			cut(p.coverage(&list), p.rows(list))
			break
		}
		limit := min(contract.TheRules.Limits.PageRows, p.wanted-p.rows(list))
		next, err := controller.Ask(ctx, client, p.request(p.page(&list).Next, limit))
		if err != nil {
			return nil, err
		}
		p.join(&list, next)
		p.page(&list).Next = p.page(&next).Next
		add(p.coverage(&list), *p.coverage(&next))
	}
	p.page(&list).Limit = p.wanted
	shown := p.show(list)
	shown[0].Meta.ExecutedQueryString = p.String()
	return shown, nil
}

// add: a list is cut when a part of it is; it is of the time of its first page.
func add(coverage *contract.Coverage, next contract.Coverage) {
	if next.IsCut {
		coverage.IsCut, coverage.Notice = true, next.Notice
	}
}

func cut(coverage *contract.Coverage, rows int) {
	notice := fmt.Sprintf("These %d rows have %d MiB: an answer has no more. Narrow the filters or the time range, or export the list.", rows, mostBytes>>20)
	coverage.IsCut, coverage.Notice = true, &notice
}

var jobLists = kindOf[contract.JobList]{
	page:     func(list *contract.JobList) *contract.Page { return &list.Page },
	coverage: func(list *contract.JobList) *contract.Coverage { return &list.Coverage },
	join:     func(list *contract.JobList, next contract.JobList) { list.Items = append(list.Items, next.Items...) },
	rows:     func(list contract.JobList) int { return len(list.Items) },
	// Previews are short.
	bytes: func(contract.JobList) int { return 0 },
}

var logLists = kindOf[contract.LogList]{
	page:     func(list *contract.LogList) *contract.Page { return &list.Page },
	coverage: func(list *contract.LogList) *contract.Coverage { return &list.Coverage },
	join:     func(list *contract.LogList, next contract.LogList) { list.Items = append(list.Items, next.Items...) },
	rows:     func(list contract.LogList) int { return len(list.Items) },
	bytes: func(list contract.LogList) int {
		sum := 0
		for _, line := range list.Items {
			sum += len(line.Message)
		}
		return sum
	},
}

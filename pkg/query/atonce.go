package query

// mostAtOnce of one query's questions: the controller is spared.
const mostAtOnce = 4

// atOnce asks several questions side by side; of errors the first in their order counts.
func atOnce[T any](questions ...func() (T, error)) ([]T, error) {
	type outcome struct {
		answer T
		err    error
	}
	outcomes := make([]chan outcome, len(questions))
	slots := make(chan struct{}, mostAtOnce)
	for i, question := range questions {
		outcomes[i] = make(chan outcome, 1)
		go func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			answer, err := question()
			outcomes[i] <- outcome{answer, err}
		}()
	}
	answers := make([]T, len(questions))
	for i := range outcomes {
		one := <-outcomes[i]
		if one.err != nil {
			return nil, one.err
		}
		answers[i] = one.answer
	}
	return answers, nil
}

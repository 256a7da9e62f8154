package dev.thimble.frontend.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The stack of a pickle, its marks and its memo, none of which grows without end. */
final class Stack {
    /** A tensor takes about thirty. */
    private static final int MOST_VALUES = 1 << 20;

    private static final int DEEPEST = 1 << 16;

    private final List<Value> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Value> memo = new HashMap<>();
    private final PickleProblems problems;
    private final IntSupplier at;
    private int pushed;

    Stack(PickleProblems problems, IntSupplier at) {
        this.problems = problems;
        this.at = at;
    }

    void push(Value value) {
        pushed++;
        if (pushed > MOST_VALUES) {
            throw problems.limit(MOST_VALUES, "values");
        }
        values.add(value);
        checkDepth(values.size());
    }

    void mark() {
        marks.add(values.size());
        checkDepth(marks.size());
    }

    private void checkDepth(int depth) {
        if (depth > DEEPEST) {
            throw problems.limit(DEEPEST, "values on its stack");
        }
    }

    Value pop() {
        Value top = top();
        values.remove(values.size() - 1);
        return top;
    }

    Value top() {
        if (values.size() == floor()) {
            throw problems.damaged(at.getAsInt(), "its stack is empty");
        }
        return values.get(values.size() - 1);
    }

    /** Nothing below a mark is taken before the mark is. */
    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    /** The values above the last mark, which goes with them. */
    List<Value> popToMark() {
        if (marks.isEmpty()) {
            throw problems.damaged(at.getAsInt(), "there is no mark");
        }
        List<Value> above = values.subList(marks.remove(marks.size() - 1), values.size());
        List<Value> popped = List.copyOf(above);
        above.clear();
        return popped;
    }

    /** The one value that is left at the end. */
    Value last() {
        Value last = pop();
        if (!values.isEmpty() || !marks.isEmpty()) {
            throw problems.damaged(at.getAsInt(), "its stack holds more than one value at its end");
        }
        return last;
    }

    void remember(long key) {
        memo.put(key, top());
        if (memo.size() > MOST_VALUES) {
            throw problems.limit(MOST_VALUES, "values");
        }
    }

    void rememberNext() {
        remember(memo.size());
    }

    void recall(long key) {
        push(Optional.ofNullable(memo.get(key))
                .orElseThrow(() -> problems.damaged(at.getAsInt(), "nothing is kept under " + key)));
    }
}

package dev.thimble.frontend.pickle;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.pickle.Value.Constant;
import dev.thimble.frontend.weights.Names;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one pickle, protocols 2 to 5. In Python a pickle is a program for a small machine that may call any function; this
 * machine has only the instructions of plain values, and asks its surroundings for whatever has a name.
 */
public final class Unpickler {
    private final PickleBytes bytes;
    private final PickleProblems problems;
    private final Surroundings surroundings;
    private final Stack stack;

    private Unpickler(PickleBytes bytes, PickleProblems problems, Surroundings surroundings) {
        this.bytes = bytes;
        this.problems = problems;
        this.surroundings = surroundings;
        this.stack = new Stack(problems, bytes::at);
    }

    /**
     * The value of the pickle at the buffer's position, which then is behind the pickle.
     *
     * @throws ThimbleException THM-0152 to THM-0157 for whatever is not such a pickle
     */
    public static Value read(ByteBuffer from, PickleProblems problems, Surroundings surroundings) {
        PickleBytes bytes = new PickleBytes(from, problems);
        Value value = new Unpickler(bytes, problems, surroundings).run();
        from.position(from.position() + bytes.at());
        return value;
    }

    private Value run() {
        if (bytes.unsigned8() != 0x80) {
            throw problems.damaged(0, "it does not begin with PROTO");
        }
        int protocol = bytes.unsigned8();
        if (protocol < 2 || protocol > 5) {
            throw problems.damaged(1, "protocol " + protocol + " is not read");
        }
        Opcode opcode = next();
        while (opcode != Opcode.STOP) {
            step(opcode);
            opcode = next();
        }
        return stack.last();
    }

    private Opcode next() {
        int at = bytes.at();
        int code = bytes.unsigned8();
        return Opcode.of(code).orElseThrow(() -> problems.damaged(at, "byte " + code + " is no instruction"));
    }

    private void step(Opcode opcode) {
        switch (opcode) {
            case FRAME -> bytes.skipFrame(bytes.signed64());
            case MARK -> stack.mark();
            case BINPUT -> stack.remember(bytes.unsigned8());
            case LONG_BINPUT -> stack.remember(bytes.unsigned32());
            case MEMOIZE -> stack.rememberNext();
            case BINGET -> stack.recall(bytes.unsigned8());
            case LONG_BINGET -> stack.recall(bytes.unsigned32());
            case APPEND, APPENDS, SETITEM, SETITEMS, BUILD -> change(opcode);
            default -> stack.push(made(opcode));
        }
    }

    private Value made(Opcode opcode) {
        return switch (opcode) {
            case NONE -> Constant.NONE;
            case NEWTRUE -> Constant.TRUE;
            case NEWFALSE -> Constant.FALSE;
            case BININT, BININT1, BININT2, LONG1, BINFLOAT -> number(opcode);
            case BINUNICODE, SHORT_BINUNICODE, BINSTRING, SHORT_BINSTRING -> text(opcode);
            case EMPTY_TUPLE, TUPLE, TUPLE1, TUPLE2, TUPLE3 -> new Value.Tuple(items(opcode));
            case EMPTY_LIST -> new Value.Sequence();
            case EMPTY_DICT -> new Value.Dict(false);
            case GLOBAL -> surroundings.named(new Value.Global(bytes.line(), bytes.line()));
            case STACK_GLOBAL -> surroundings.named(global());
            case BINPERSID -> surroundings.outside(stack.pop());
            case REDUCE -> called();
            default -> throw problems.opcode(opcode.name(), bytes.at() - 1L);
        };
    }

    private Value number(Opcode opcode) {
        return switch (opcode) {
            case BININT -> whole(bytes.signed32());
            case BININT1 -> whole(bytes.unsigned8());
            case BININT2 -> whole(bytes.unsigned16());
            case BINFLOAT -> new Value.Real(bytes.bigEndianDouble());
            default -> new Value.Whole(bytes.number(bytes.unsigned8()));
        };
    }

    private static Value whole(long number) {
        return new Value.Whole(BigInteger.valueOf(number));
    }

    /** Strings of Python 2 are bytes, and names are of ASCII. */
    private Value text(Opcode opcode) {
        return new Value.Text(
                switch (opcode) {
                    case BINUNICODE -> bytes.utf8(bytes.unsigned32());
                    case SHORT_BINUNICODE -> bytes.utf8(bytes.unsigned8());
                    case BINSTRING -> bytes.ascii(bytes.unsigned32());
                    default -> bytes.ascii(bytes.unsigned8());
                });
    }

    private List<Value> items(Opcode opcode) {
        return switch (opcode) {
            case EMPTY_TUPLE -> List.of();
            case TUPLE1 -> popped(1);
            case TUPLE2 -> popped(2);
            case TUPLE3 -> popped(3);
            default -> stack.popToMark();
        };
    }

    private List<Value> popped(int count) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(0, stack.pop());
        }
        return values;
    }

    private Value.Global global() {
        List<Value> names = popped(2);
        if (names.get(0) instanceof Value.Text module && names.get(1) instanceof Value.Text name) {
            return new Value.Global(module.text(), name.text());
        }
        throw problems.damaged(bytes.at(), "a name is no text");
    }

    private Value called() {
        List<Value> call = popped(2);
        if (call.get(1) instanceof Value.Tuple arguments) {
            return surroundings.called(call.get(0), arguments.items());
        }
        throw problems.damaged(bytes.at(), "arguments are no tuple");
    }

    private void change(Opcode opcode) {
        List<Value> parts = switch (opcode) {
            case APPENDS, SETITEMS -> stack.popToMark();
            case SETITEM -> popped(2);
            default -> popped(1);
        };
        Value changed = stack.top();
        if (opcode == Opcode.BUILD) {
            surroundings.build(changed, parts.get(0));
        } else if (changed instanceof Value.Sequence list && (opcode == Opcode.APPEND || opcode == Opcode.APPENDS)) {
            list.items().addAll(parts);
        } else if (changed instanceof Value.Dict dict && (opcode == Opcode.SETITEM || opcode == Opcode.SETITEMS)) {
            set(dict, parts);
        } else {
            throw problems.damaged(bytes.at() - 1L, opcode.name() + " is applied to " + changed.kind());
        }
    }

    private void set(Value.Dict dict, List<Value> parts) {
        if (parts.size() % 2 != 0) {
            throw problems.damaged(bytes.at(), "a key has no value");
        }
        for (int i = 0; i < parts.size(); i += 2) {
            if (!(parts.get(i) instanceof Value.Text key)) {
                throw problems.call(dict.kind(), "it has " + parts.get(i).kind() + " for a key");
            }
            if (dict.entries().put(key.text(), parts.get(i + 1)) != null) {
                throw problems.damaged(bytes.at(), "a dict has the key " + Names.quoted(key.text()) + " twice");
            }
        }
    }
}

package dev.replatform.install.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/**
 * Runs a Lua script with what Argo CD gives it and no more: base, package and table libraries, and by {@code require("os")} the
 * time. Lua 5.2 runs here and 5.1 there: what only one of them has, or has in another form, is taken away.
 *
 * @see <a href="https://github.com/argoproj/argo-cd/blob/v3.2.11/util/lua/lua.go">what Argo CD opens</a>
 * @see <a href="https://github.com/yuin/gopher-lua#differences-between-lua-and-gopherlua">Argo CD's Lua</a>
 */
final class ArgoLua {
    private static final List<String> UNEQUAL_IN_BASE =
            List.of("rawlen", "collectgarbage", "dofile", "load", "loadfile");
    private static final List<String> UNEQUAL_IN_TABLE = List.of("pack", "unpack");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");

    private ArgoLua() {}

    /**
     * @param object what the script sees as {@code obj}
     * @return what the script returned; null where it returned nothing
     * @throws org.luaj.vm2.LuaError where the script fails
     */
    static JsonNode run(String script, JsonNode object) {
        var globals = libraries();
        globals.set("obj", lua(object));
        var returned = globals.load(script, "script").call();
        return returned.isnil() ? null : json(returned);
    }

    private static Globals libraries() {
        LuaString.s_metatable = null; // methods of strings, which the string library brings for the whole process
        var globals = new Globals();
        globals.load(new BaseLib());
        globals.load(new PackageLib());
        globals.load(new TableLib());
        LoadState.install(globals);
        LuaC.install(globals);
        UNEQUAL_IN_BASE.forEach(name -> globals.set(name, LuaValue.NIL));
        UNEQUAL_IN_TABLE.forEach(name -> globals.get("table").set(name, LuaValue.NIL));
        globals.get("package").get("preload").set("os", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue name) {
                return clock();
            }
        });
        return globals;
    }

    private static LuaTable clock() {
        var os = new LuaTable();
        os.set("time", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue ignored) {
                return LuaValue.valueOf((double) Instant.now().getEpochSecond());
            }
        });
        os.set("date", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue format) {
                if (!format.checkjstring().equals("!%Y-%m-%dT%H:%M:%SZ")) {
                    throw new IllegalArgumentException("os.date is only known with ISO 8601 here, not " + format);
                }
                return LuaValue.valueOf(ISO.format(Instant.now().atZone(ZoneOffset.UTC)));
            }
        });
        return os;
    }

    private static LuaValue lua(JsonNode json) {
        if (json.isObject()) {
            var table = new LuaTable();
            json.properties().forEach(field -> table.set(field.getKey(), lua(field.getValue())));
            return table;
        }
        if (json.isArray()) {
            var table = new LuaTable();
            json.forEach(item -> table.set(table.length() + 1, lua(item)));
            return table;
        }
        if (json.isTextual()) {
            return LuaValue.valueOf(json.textValue());
        }
        if (json.isBoolean()) {
            return LuaValue.valueOf(json.booleanValue());
        }
        return json.isNumber() ? LuaValue.valueOf(json.doubleValue()) : LuaValue.NIL;
    }

    /** A table without anything in it becomes a list: Lua does not tell one from the other. */
    private static JsonNode json(LuaValue value) {
        var json = JsonNodeFactory.instance;
        return switch (value.type()) {
            case LuaValue.TBOOLEAN -> json.booleanNode(value.toboolean());
            case LuaValue.TNUMBER -> number(value.todouble());
            case LuaValue.TSTRING -> json.textNode(value.tojstring());
            case LuaValue.TTABLE -> table(value.checktable());
            default -> throw new IllegalArgumentException("JSON has no " + value.typename());
        };
    }

    private static JsonNode number(double number) {
        var json = JsonNodeFactory.instance;
        return number == Math.rint(number) ? json.numberNode((long) number) : json.numberNode(number);
    }

    private static JsonNode table(LuaTable table) {
        if (table.next(LuaValue.NIL).arg1().type() != LuaValue.TSTRING) {
            var list = JsonNodeFactory.instance.arrayNode();
            for (int i = 1; i <= table.length(); i++) {
                list.add(json(table.get(i)));
            }
            return list;
        }
        var object = JsonNodeFactory.instance.objectNode();
        for (Varargs entry = table.next(LuaValue.NIL); !entry.arg1().isnil(); entry = table.next(entry.arg1())) {
            object.set(entry.arg1().tojstring(), json(entry.arg(2)));
        }
        return object;
    }
}

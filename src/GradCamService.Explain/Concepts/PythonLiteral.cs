using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace GradCamService.Explain.Concepts;

/// <summary>
/// A dict, list, tuple, text, number, True, False or None as Python prints them, which JSON's are too: how training scripts write down
/// their classes.
/// </summary>
internal sealed class PythonLiteral
{
    private const int Deepest = 16;

    private static readonly Dictionary<string, JsonNode?> Words = new()
    {
        ["None"] = null,
        ["null"] = null,
        ["True"] = true,
        ["true"] = true,
        ["False"] = false,
        ["false"] = false,
    };

    private readonly string _text;
    private int _at;

    private PythonLiteral(string text) => _text = text;

    /// <summary>The value as JSON's: keys become texts, tuples arrays.</summary>
    /// <exception cref="FormatException">The text is something else; the message names the line.</exception>
    public static JsonNode? Parse(string text)
    {
        var literal = new PythonLiteral(text);
        var value = literal.Value(0);
        return literal.Next() == '\0' ? value : throw literal.Wrong("the end");
    }

    private JsonNode? Value(int depth)
    {
        if (depth > Deepest)
            throw Wrong($"at most {Deepest} brackets inside each other");
        return Next() switch
        {
            '{' => Dict(depth),
            '[' => List(']', depth),
            '(' => List(')', depth),
            '\'' or '"' => Text(),
            _ => Word(),
        };
    }

    private JsonObject Dict(int depth)
    {
        var dict = new JsonObject();
        _at++;
        while (!Take('}'))
        {
            var key = Value(depth + 1);
            if (!Take(':'))
                throw Wrong("':'");
            var name = key is JsonValue value ? value.ToString() : throw Wrong("a text or a number as a key");
            if (!dict.TryAdd(name, Value(depth + 1)))
                throw Wrong($"a key other than {name}, which is there already,");
            if (!Take(',') && Next() != '}')
                throw Wrong("',' or '}'");
        }
        return dict;
    }

    private JsonArray List(char end, int depth)
    {
        var list = new JsonArray();
        _at++;
        while (!Take(end))
        {
            list.Add(Value(depth + 1));
            if (!Take(',') && Next() != end)
                throw Wrong($"',' or '{end}'");
        }
        return list;
    }

    private JsonValue Text()
    {
        var text = new StringBuilder();
        var quote = _text[_at++];
        for (; _at < _text.Length && _text[_at] is not ('\n' or '\r') && _text[_at] != quote; _at++)
            text.Append(_text[_at] == '\\' ? Escaped() : _text[_at]);
        return Take(quote) ? JsonValue.Create(text.ToString()) : throw Wrong($"{quote}");
    }

    private char Escaped()
    {
        var letter = ++_at < _text.Length ? _text[_at] : '\0';
        if (letter is 'x' or 'u')
        {
            var digits = letter == 'x' ? 2 : 4;
            if (_at + digits >= _text.Length
                || !ushort.TryParse(_text.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                throw Wrong($"{digits} hexadecimal digits");
            _at += digits;
            return (char)code;
        }
        return letter switch { 'n' => '\n', 't' => '\t', 'r' => '\r', _ => letter };
    }

    private JsonNode? Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '+' or '-' or '.' or '_'))
            _at++;
        var word = _text[start.._at];
        if (Words.TryGetValue(word, out var known))
            return known?.DeepClone();
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            return real;
        _at = start;
        throw Wrong("a value");
    }

    private bool Take(char expected)
    {
        if (Next() != expected)
            return false;
        _at++;
        return true;
    }

    /// <summary>The next letter that counts; behind the last, 0.</summary>
    private char Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private FormatException Wrong(string expected) => new(
        $"line {_text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1}: expected {expected}, found "
        + (Next() == '\0' ? "the end" : $"'{Next()}'"));
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.Ultralytics;

/// <summary>
/// Reads a literal as Python's <c>str()</c> writes it, as JSON: dictionaries (with texts and whole numbers as keys), lists, tuples, texts,
/// numbers, True, False and None. Nothing is evaluated.
/// </summary>
internal sealed class PythonLiteral
{
    private const int MaxDepth = 16;

    private readonly string _text;
    private readonly Utf8JsonWriter _writer;
    private readonly bool _wholeAsText;
    private int _position;

    private PythonLiteral(string text, Utf8JsonWriter writer, bool wholeAsText)
    {
        _text = text;
        _writer = writer;
        _wholeAsText = wholeAsText;
    }

    /// <summary>Reads a literal.</summary>
    /// <param name="text">The literal.</param>
    /// <param name="wholeAsText">Whether whole numbers become texts, as the names of classes 0 to 9.</param>
    /// <exception cref="FormatException">It is none, or a key is there twice; the message says where.</exception>
    public static JsonElement Read(string text, bool wholeAsText = false)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var literal = new PythonLiteral(text, writer, wholeAsText);
            literal.Value(depth: 0);
            literal.Skip();
            if (literal._position < text.Length)
                throw literal.Error("expected its end");
        }

        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return document.RootElement.Clone();
    }

    private void Value(int depth)
    {
        if (depth > MaxDepth)
            throw Error($"it is nested more than {MaxDepth} deep");
        switch (Peek())
        {
            case '{':
                Dictionary(depth);
                break;
            case '[':
                List(']', depth);
                break;
            case '(':
                List(')', depth);
                break;
            case '\'' or '"':
                _writer.WriteStringValue(Text());
                break;
            default:
                Word();
                break;
        }
    }

    private void Dictionary(int depth)
    {
        _writer.WriteStartObject();
        _position++;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (Peek() != '}')
        {
            int start = _position;
            string key = Peek() is '\'' or '"' ? Text() : Whole().ToString(CultureInfo.InvariantCulture);
            if (!keys.Add(key))
                throw Error($"the key '{NameList.Short(key)}' is there twice", start);
            _writer.WritePropertyName(key);
            Take(':');
            Value(depth + 1);
            Separate('}');
        }

        _position++;
        _writer.WriteEndObject();
    }

    private void List(char end, int depth)
    {
        _writer.WriteStartArray();
        _position++;
        while (Peek() != end)
        {
            Value(depth + 1);
            Separate(end);
        }

        _position++;
        _writer.WriteEndArray();
    }

    private void Word()
    {
        int start = _position;
        string word = Run();
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            if (_wholeAsText)
                _writer.WriteStringValue(word);
            else
                _writer.WriteNumberValue(whole);
        }
        else if (word is "True" or "true" or "False" or "false")
            _writer.WriteBooleanValue(word[0] is 'T' or 't');
        else if (word is "None" or "null")
            _writer.WriteNullValue();
        else if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            _writer.WriteNumberValue(value);
        else
            throw Error("expected a value", start);
    }

    private long Whole()
    {
        int start = _position;
        return long.TryParse(Run(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            ? whole
            : throw Error("expected a text or a whole number", start);
    }

    private string Run()
    {
        int start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '+' or '-' or '.'))
            _position++;
        return _text[start.._position];
    }

    // Half a surrogate pair becomes the replacement character.
    private string Text()
    {
        int start = _position;
        char quote = _text[_position++];
        var text = new StringBuilder();
        while (_position < _text.Length && _text[_position] != quote)
        {
            if (_text[_position] == '\\' && _position + 1 < _text.Length)
                Escape(text);
            else
                text.Append(_text[_position++]);
        }

        if (_position == _text.Length)
            throw Error("the text that begins there does not end", start);
        _position++;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void Escape(StringBuilder text)
    {
        char kind = _text[_position + 1];
        int digits = kind switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            int first = _position + 2;
            if (first + digits > _text.Length || !int.TryParse(
                _text.AsSpan(first, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
                throw Error($"expected {digits} hexadecimal digits behind \\{kind}");
            text.Append(code <= char.MaxValue ? ((char)code).ToString() : Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD");
            _position = first + digits;
            return;
        }

        text.Append(kind switch { 'n' => "\n", 'r' => "\r", 't' => "\t", '\\' or '\'' or '"' or '/' => kind.ToString(), _ => $"\\{kind}" });
        _position += 2;
    }

    private void Separate(char end)
    {
        if (Peek() == ',')
            _position++;
        else if (Peek() != end)
            throw Error($"expected ',' or '{end}'");
    }

    private void Take(char expected)
    {
        if (Peek() != expected)
            throw Error($"expected '{expected}'");
        _position++;
    }

    private char Peek()
    {
        Skip();
        return _position < _text.Length ? _text[_position] : '\0';
    }

    private void Skip()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
    }

    private FormatException Error(string expected, int? at = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"At character {(at ?? _position) + 1}: {expected}."));
}

using System.Globalization;
using System.Text;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Files;

namespace Fovea.Models.Packages.Triton;

/// <summary>
/// Reads protobuf's text format (https://protobuf.dev/reference/protobuf/textformat-spec), without a schema: which fields there are, and
/// which are numbers, decides who asks.
/// </summary>
internal sealed class TextFormat
{
    private const int MaxDepth = 32;

    // Messages quote what was found up to this length.
    private const int QuotedLength = 40;

    private readonly string _text;
    private readonly string _displayName;
    private int _position;

    private TextFormat(string text, string displayName)
    {
        _text = text;
        _displayName = displayName;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelPackageException">It is too large or does not have the form; the message names the line.</exception>
    public static TextMessage ReadFile(string path, string displayName) =>
        Read(PackageFile.ReadText(path, displayName, PackageFile.LongestConfig), displayName);

    /// <summary>Reads a text.</summary>
    /// <exception cref="ModelPackageException">It does not have the form; the message names the line.</exception>
    public static TextMessage Read(string text, string displayName)
    {
        var format = new TextFormat(text, displayName);
        TextMessage message = format.Message('\0', 0);
        return --format._position >= text.Length ? message : throw format.Error("the name of a field");
    }

    private TextMessage Message(char end, int depth)
    {
        if (depth > MaxDepth)
            throw Error($"at most {MaxDepth} messages inside each other");
        var message = new TextMessage();
        while (Peek() != end)
        {
            string name = Name();
            bool colon = TryTake(':');
            if (TryTake('['))
                List(message, name, depth);
            else
                message.Fields.Add((name, Value(depth, colon)));
            if (!TryTake(','))
                TryTake(';');
        }

        _position++;
        return message;
    }

    private void List(TextMessage message, string name, int depth)
    {
        while (!TryTake(']'))
        {
            message.Fields.Add((name, Value(depth, scalar: true)));
            if (!TryTake(',') && Peek() != ']')
                throw Error("',' or ']'");
        }
    }

    private TextValue Value(int depth, bool scalar)
    {
        if (TryTake('{'))
            return new TextValue(null, Message('}', depth + 1));
        if (TryTake('<'))
            return new TextValue(null, Message('>', depth + 1));
        if (!scalar)
            throw Error("':', '{' or '['");
        return new TextValue(Peek() is '"' or '\'' ? Strings() : Word("a value"), null);
    }

    // A field's name, or that of an extension in brackets.
    private string Name()
    {
        if (!TryTake('['))
            return Word("the name of a field");
        int start = _position;
        while (_position < _text.Length && _text[_position] is not (']' or '\n'))
            _position++;
        string name = _text[start.._position].Trim();
        return TryTake(']') ? $"[{name}]" : throw Error("']'");
    }

    private string Word(string expected)
    {
        Skip();
        int start = _position;
        TryTake('-');
        Skip();
        int word = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '_' or '.' or '+' or '-'))
            _position++;
        if (_position == word)
        {
            _position = start;
            throw Error(expected);
        }

        return start == word ? _text[word.._position] : $"-{_text[word.._position]}";
    }

    // Strings that follow each other are one.
    private string Strings()
    {
        var text = new StringBuilder();
        while (Peek() is '"' or '\'')
            String(text);
        return text.ToString();
    }

    private void String(StringBuilder text)
    {
        char quote = _text[_position++];
        while (_position < _text.Length && _text[_position] != quote)
        {
            if (_text[_position] == '\n')
                throw Error($"{quote} at the end of the string", skip: false);
            if (_text[_position] == '\\' && _position + 1 < _text.Length)
                Escape(text);
            else
                text.Append(_text[_position++]);
        }

        if (_position == _text.Length)
            throw Error($"{quote} at the end of the string", skip: false);
        _position++;
    }

    // Bytes that are given as numbers are taken for characters: no field that is read has others than ASCII in this form.
    private void Escape(StringBuilder text)
    {
        char kind = _text[_position + 1];
        _position += 2;
        int radix = kind is 'x' or 'X' ? 16 : kind is >= '0' and <= '7' ? 8 : 0;
        if (radix == 0)
        {
            text.Append(kind switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => kind });
            return;
        }

        int start = radix == 16 ? _position : _position - 1;
        int end = start;
        while (end < _text.Length && end - start < (radix == 16 ? 2 : 3)
            && (radix == 16 ? char.IsAsciiHexDigit(_text[end]) : _text[end] is >= '0' and <= '7'))
            end++;
        if (end == start)
            throw Error("hexadecimal digits");
        text.Append((char)(Convert.ToInt32(_text[start..end], radix) & 0xFF));
        _position = end;
    }

    private bool TryTake(char wanted)
    {
        if (Peek() != wanted || _position >= _text.Length)
            return false;
        _position++;
        return true;
    }

    // The next character that counts; 0 at the end.
    private char Peek()
    {
        Skip();
        return _position < _text.Length ? _text[_position] : '\0';
    }

    private void Skip()
    {
        while (_position < _text.Length && (char.IsWhiteSpace(_text[_position]) || _text[_position] is '#' or '\uFEFF'))
        {
            if (_text[_position] == '#')
                _position = _text.IndexOf('\n', _position) is >= 0 and var end ? end : _text.Length;
            else
                _position++;
        }
    }

    private ModelPackageException Error(string expected, bool skip = true)
    {
        if (skip)
            Skip();
        int line = 1 + _text.AsSpan(0, Math.Min(_position, _text.Length)).Count('\n');
        string rest = _position < _text.Length ? _text[_position..].Split('\n')[0].TrimEnd() : "";
        string found = rest.Length > 0 ? $"'{(rest.Length <= QuotedLength ? rest : rest[..QuotedLength])}'"
            : _position < _text.Length ? "the end of the line" : "the end";
        return new ModelPackageException(
            string.Create(CultureInfo.InvariantCulture, $"{_displayName}: line {line}: expected {expected}, found {found}."));
    }
}

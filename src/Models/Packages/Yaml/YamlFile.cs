using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Files;
using Fovea.Models.Packages.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fovea.Models.Packages.Yaml;

/// <summary>
/// Opens the YAML files of a model folder. The first document is read as the JSON that it stands for, as PyYAML writes it, so that its
/// fields are read and named like those of JSON files. Anchors, aliases and tags are refused: exporters write none.
/// </summary>
internal static partial class YamlFile
{
    /// <summary>The most bytes of a file.</summary>
    public const int Longest = 1 << 20;

    private const int MaxDepth = 32;

    /// <summary>Parses a file whose root is a mapping, and calls <paramref name="read"/> with the root.</summary>
    /// <param name="path">The path.</param>
    /// <param name="displayName">The path relative to the model folder, for messages.</param>
    /// <param name="read">Is called with the root.</param>
    /// <exception cref="ModelPackageException">The file is not such YAML, or its content is invalid.</exception>
    public static T Read<T>(string path, string displayName, Func<JsonField, T> read)
    {
        try
        {
            string text = PackageFile.ReadText(path, displayName, Longest, strict: true);
            using JsonDocument document = JsonDocument.Parse(ToJson(text, displayName));
            var root = new JsonField(displayName, "", document.RootElement);
            root.RequireObject();
            return read(root);
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelPackageException($"{displayName}: the file is not UTF-8 text, which YAML is here.", error);
        }
        catch (YamlException error)
        {
            throw new ModelPackageException(
                $"{displayName}: the file is not valid YAML. Line {error.Start.Line}, column {error.Start.Column}: {error.Message}", error);
        }
    }

    private static ReadOnlyMemory<byte> ToJson(string text, string displayName)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var parser = new Parser(new StringReader(text));
            // A key of each mapping that is open is looked for before its value; a sequence has none.
            var open = new Stack<Mapping?>();
            while (Next(parser, displayName))
            {
                if (parser.Current is DocumentEnd)
                    break;
                Write(parser.Current!, writer, open, displayName);
            }

            if (writer.BytesPending + writer.BytesCommitted == 0)
                throw new ModelPackageException($"{displayName}: the file is empty; expected a mapping.");
        }

        return buffer.WrittenMemory;
    }

    private static void Write(ParsingEvent at, Utf8JsonWriter writer, Stack<Mapping?> open, string displayName)
    {
        switch (at)
        {
            case AnchorAlias:
            case NodeEvent node when !node.Anchor.IsEmpty || (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific):
                throw Refused("an anchor, an alias or a tag; write out what it stands for");
            case MappingEnd or SequenceEnd:
                Close(open.Pop(), writer);
                return;
            case NodeEvent when open.TryPeek(out Mapping? mapping) && mapping is { AwaitsKey: true }:
                if (at is not Scalar key)
                    throw Refused("a key that is no text");
                if (!mapping.Keys.Add(key.Value))
                    throw Refused($"the key '{ShownText.Name(key.Value)}' twice in one mapping");
                writer.WritePropertyName(key.Value);
                mapping.AwaitsKey = false;
                return;
            case NodeEvent:
                if (open.TryPeek(out Mapping? around) && around is not null)
                    around.AwaitsKey = true;
                WriteValue(at, writer, open, displayName);
                return;
            default:
                return;
        }

        ModelPackageException Refused(string what) => new($"{displayName}: line {at.Start.Line} has {what}.");
    }

    // The library has states that it does not expect itself.
    private static bool Next(Parser parser, string displayName)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw new ModelPackageException(
                $"{displayName}: the file is not valid YAML, from line {parser.Current?.End.Line ?? 1} on. {error.Message}", error);
        }
    }

    private static void Close(Mapping? mapping, Utf8JsonWriter writer)
    {
        if (mapping is null)
        {
            writer.WriteEndArray();
            return;
        }

        // A last key without a value.
        if (!mapping.AwaitsKey)
            writer.WriteNullValue();
        writer.WriteEndObject();
    }

    private static void WriteValue(ParsingEvent at, Utf8JsonWriter writer, Stack<Mapping?> open, string displayName)
    {
        if (at is Scalar scalar)
        {
            WriteScalar(scalar, writer);
            return;
        }

        if (open.Count == MaxDepth)
            throw new ModelPackageException($"{displayName}: line {at.Start.Line} is nested more than {MaxDepth} levels deep.");
        if (at is MappingStart)
        {
            open.Push(new Mapping());
            writer.WriteStartObject();
        }
        else
        {
            open.Push(null);
            writer.WriteStartArray();
        }
    }

    // What PyYAML leaves without quotes is a number only in the forms of YAML 1.1: no zeros in front, and an exponent behind a fraction.
    // What is no number of JSON (.inf, 0x10) stays text.
    private static void WriteScalar(Scalar scalar, Utf8JsonWriter writer)
    {
        string text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain)
            writer.WriteStringValue(text);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            writer.WriteNullValue();
        else if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            writer.WriteBooleanValue(text[0] is 't' or 'T');
        else if (Number().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(text);
    }

    [GeneratedRegex(
        @"^[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*(?:[eE][-+][0-9]+)?)?|\.[0-9]+(?:[eE][-+][0-9]+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    /// <summary>A mapping that is being read.</summary>
    private sealed class Mapping
    {
        public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);

        public bool AwaitsKey { get; set; } = true;
    }
}

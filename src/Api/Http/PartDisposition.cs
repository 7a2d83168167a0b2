using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Http;

/// <summary>What the <c>Content-Disposition</c> of a form's part says (RFC 7578, section 4.2).</summary>
/// <param name="Field">The field's name; empty where it has none.</param>
/// <param name="FileName">The file's name; null where it has none, empty where that is empty.</param>
internal sealed record PartDisposition(string Field, string? FileName)
{
    private static readonly PartDisposition Nothing = new("", null);

    /// <summary>What the part is called: by its file's name, else by its field's; null where it has neither.</summary>
    public string? Name => HasFileName ? FileName : Field.Length > 0 ? Field : null;

    /// <summary>Whether the file's name has characters.</summary>
    public bool HasFileName => FileName is { Length: > 0 };

    /// <summary>Reads the header; where it cannot be read, the part has neither name.</summary>
    public static PartDisposition Read(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
            return Nothing;
        return ContentDispositionHeaderValue.TryParse(header, out ContentDispositionHeaderValue? parsed)
            ? new PartDisposition(Unquoted(parsed.Name), FileOf(parsed))
            : ReadLoosely(header);
    }

    private static string? FileOf(ContentDispositionHeaderValue parsed)
    {
        if (parsed.FileNameStar.HasValue)
            return Unquoted(parsed.FileNameStar);
        return parsed.FileName.HasValue || parsed.Parameters.Any(
            parameter => parameter.Name.StartsWith("filename", StringComparison.OrdinalIgnoreCase))
            ? Unquoted(parsed.FileName)
            : null;
    }

    private static string Unquoted(StringSegment value) => HeaderUtilities.RemoveQuotes(value).ToString();

    /// <summary>Reads names that should be quoted and are not: <c>name=files[]; filename=a b.png</c>.</summary>
    private static PartDisposition ReadLoosely(string header)
    {
        PartDisposition read = Nothing;
        foreach (string parameter in SplitOutsideQuotes(header))
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                continue;
            string name = parameter[..equals].Trim(), value = parameter[(equals + 1)..].Trim().Trim('"');
            if (name.Equals("name", StringComparison.OrdinalIgnoreCase))
                read = read with { Field = value };
            else if (name.Equals("filename", StringComparison.OrdinalIgnoreCase))
                read = read with { FileName = value };
        }

        return read;
    }

    private static IEnumerable<string> SplitOutsideQuotes(string header)
    {
        bool quoted = false;
        int start = 0;
        for (int i = 0; i < header.Length; i++)
        {
            if (quoted && header[i] == '\\')
            {
                i++;
            }
            else if (header[i] == '"')
            {
                quoted = !quoted;
            }
            else if (header[i] == ';' && !quoted)
            {
                yield return header[start..i];
                start = i + 1;
            }
        }

        yield return header[start..];
    }
}

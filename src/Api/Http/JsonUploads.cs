using System.Text.Json;
using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Inference;

namespace Fovea.Api.Http;

/// <summary>Reads images from a JSON body: each is a string of base64, or a data URI with base64.</summary>
internal sealed class JsonUploads(LimitsOptions limits, Uploads uploads)
{
    /// <summary>What is expected, for messages.</summary>
    public const string Form = """{"image": "BASE64"} or {"images": ["BASE64", ...]}""";

    /// <summary>The member with one image, and the one with a list of them.</summary>
    public const string One = "image", Several = "images";

    /// <summary>Reads every image, at least one.</summary>
    /// <exception cref="ApiException">It is no such JSON, has too many images, or a string is no base64.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(JsonText.Utf8(json));
            reader.Read();
            ReadBody(ref reader);
            reader.Read(); // refuses what follows the object
        }
        catch (Exception e) when (JsonText.IsMalformed(e))
        {
            string? other = FormBoundary.Find(json) is { } boundary
                ? $"a form. {FormBoundary.Declare(boundary)}"
                : SentText.Describe(json, declared: null);
            throw new ApiException(
                ErrorCodes.InvalidBody,
                other is not null
                    ? $"The request body is declared as JSON, but is {other}."
                    : $"The JSON of the request is malformed: {e.Message} Expected {Form}.", e);
        }

        if (uploads.Images.Count == 0)
            throw new ApiException(ErrorCodes.EmptyBody, $"The JSON of the request has no image; expected {Form}.");
    }

    private void ReadBody(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new ApiException(
                ErrorCodes.InvalidBody,
                JsonAddresses.Find(reader, "") is { } found
                    ? $"The JSON of the request {found}."
                    : reader.TokenType == JsonTokenType.String && SentText.Describe(reader.ValueSpan, declared: null) is { } text
                        ? $"The JSON of the request is a string: {text}."
                        : $"The JSON of the request is {JsonMembers.Found(ref reader)}; expected {Form}.");
        string? read = null;
        while (JsonMembers.Next(ref reader, out string member))
        {
            if (member is One or Several && read is not null)
                throw new ApiException(
                    ErrorCodes.InvalidBody,
                    member == read
                        ? $"The request has '{member}' twice."
                        : $"The request has both '{One}' and '{Several}'; one is expected.");
            if (member == One)
                ReadImage(ref reader, member, null);
            else if (member == Several)
                ReadImages(ref reader);
            else
                throw Unknown(ref reader, member);
            read = member;
        }
    }

    private void ReadImages(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray && JsonAddresses.Find(reader, "") is { } found)
            throw new ApiException(ErrorCodes.InvalidBody, $"The member '{Several}' of the request {found}.");
        JsonMembers.ExpectArray(ref reader, Several, "request");
        while (JsonMembers.NextItem(ref reader))
        {
            string name = $"{Several}[{uploads.Images.Count}]";
            if (uploads.Images.Count == limits.MaxFiles)
                throw new ApiException(
                    ErrorCodes.BodyTooLarge,
                    $"The request has more than {limits.MaxFiles} images, the most that are taken (Limits:MaxFiles).")
                { File = name };
            ReadImage(ref reader, name, name);
        }
    }

    /// <param name="reader">Stands at the string.</param>
    /// <param name="path">Where that is.</param>
    /// <param name="name">The name of the image; null where it needs none.</param>
    private void ReadImage(ref Utf8JsonReader reader, string path, string? name)
    {
        if (JsonAddresses.Find(reader, "") is { } found)
            throw Wrong(found);
        if (reader.TokenType != JsonTokenType.String)
            throw Wrong($"is {JsonMembers.Found(ref reader)}; a string of base64 is expected");

        PooledBuffer buffer = uploads.NewBuffer();
        Span<byte> text = buffer.Allocate(reader.ValueSpan.Length + Base64Text.Spare);
        int length = reader.CopyString(text);
        if (Base64Text.DecodeInPlace(text, length, out int decoded) is { } problem)
            throw Wrong($"{problem}; the bytes of a picture in base64 are expected");
        if (decoded == 0)
            throw new ApiException(ErrorCodes.EmptyBody, $"The member '{path}' of the request is empty; an image is expected.")
            {
                File = name,
            };
        buffer.Truncate(decoded);
        uploads.Add(name, buffer);

        ApiException Wrong(string what) =>
            new(ErrorCodes.InvalidBody, $"The member '{path}' of the request {what}.") { File = name };
    }

    private static ApiException Unknown(ref Utf8JsonReader reader, string member)
    {
        if (JsonAddresses.Find(reader, member) is { } found)
            return new ApiException(ErrorCodes.InvalidBody, $"The member '{member}' of the request {found}.");
        IReadOnlyList<string> nearest = NearestNames.Find(member, [One, Several]);
        return new ApiException(
            ErrorCodes.InvalidBody,
            $"The member '{member}' of the request is unknown.{NearestNames.Sentence(nearest)} Expected {Form}; parameters belong in the " +
            "query.")
        {
            Suggestions = nearest,
        };
    }
}

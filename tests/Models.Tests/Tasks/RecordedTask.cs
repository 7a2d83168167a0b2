using System.Text.Json.Nodes;

namespace Fovea.Models.Tests.Tasks;

/// <summary>What a network's Python original answers to photos, recorded by <c>tools/record-tasks</c>.</summary>
/// <param name="name">The name of the recording.</param>
internal sealed class RecordedTask(string name)
{
    private readonly JsonNode _file = JsonNode.Parse(Resource($"{name}.json"))!;

    /// <summary>How the input is prepared.</summary>
    public JsonNode Input => _file["input"]!;

    /// <summary>The photos.</summary>
    public IEnumerable<RecordedPhoto> Photos => _file["photos"]!.AsArray().Select(photo => new RecordedPhoto(photo!));

    private static byte[] Resource(string file)
    {
        using Stream stream = typeof(RecordedTask).Assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException("No such recording.", file);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

/// <summary>What is recorded of one photo.</summary>
/// <param name="Photo">As it is in the file.</param>
internal sealed record RecordedPhoto(JsonNode Photo)
{
    /// <summary>Its path in the test data.</summary>
    public string Path => Photo["photo"]!.GetValue<string>();

    /// <summary>Whether the picture is a part of the photo.</summary>
    public bool IsPart => Photo["crop"] is not null;

    /// <summary>The shape and the digest of the prepared picture.</summary>
    public (long[] Shape, string Digest) Tensor
    {
        get
        {
            JsonNode tensor = Photo["tensors"]!.AsObject().Select(pair => pair.Value!)
                .Single(value => value["shape"]!.AsArray().Count == 4);
            return ([.. tensor["shape"]!.AsArray().Select(extent => extent!.GetValue<long>())], tensor["sha256"]!.GetValue<string>());
        }
    }
}

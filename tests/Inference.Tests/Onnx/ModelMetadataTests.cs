using Fovea.Inference.Onnx;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Onnx;

public sealed class ModelMetadataTests
{
    [Fact]
    public void The_exporters_texts_are_there_by_key()
    {
        IReadOnlyDictionary<string, string> metadata =
            Load(("task", "classify"), ("names", "{0: 'é'}"), ("empty", ""), ("task", "detect"));
        Assert.Equal(
            ["empty=", "names={0: 'é'}", "task=detect"],
            metadata.Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal));
        Assert.Empty(Load());
    }

    [Fact]
    public void Their_number_and_length_are_bounded()
    {
        IReadOnlyDictionary<string, string> many = Load([.. Enumerable.Range(0, 1000).Select(i => ($"key{i:0000}", "v"))]);
        Assert.Equal(ModelMetadata.MaxEntries, many.Count);
        Assert.True(many.ContainsKey("key0000"));

        IReadOnlyDictionary<string, string> large =
            Load(("huge", new string('x', ModelMetadata.MaxCharacters)), ("names", "{0: 'a'}"), ("large", new string('x', 1 << 20)));
        Assert.Equal(["large", "names"], large.Keys.Order(StringComparer.Ordinal));
    }

    private static IReadOnlyDictionary<string, string> Load(params (string Key, string Value)[] texts)
    {
        OnnxFile file = new OnnxFile().Input("x", 1, 3).Node("Relu", ["x"], "y").Output("y", 1, 3);
        foreach ((string key, string value) in texts)
            file.Metadata(key, value);
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1 });
        using InferenceModel model = engine.Load(file.Build(), "m");
        return model.Metadata;
    }
}

using System.Collections;
using Fovea.Inference.Onnx;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;
using Fovea.Tests.Support;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>What parsing a file creates is counted before it is created.</summary>
public sealed class WireCounterTests
{
    private const int Many = 200_000;

    private static readonly LoadLimits Limits = new() { MaxObjects = 10_000, MaxBytes = 256 << 10 };

    public static TheoryData<string, byte[], LoadLimit> Hostile()
    {
        var data = new TheoryData<string, byte[], LoadLimit>();
        void Add(string what, LoadLimit limit, ProtoMessage graph, byte[]? behind = null) => data.Add(
            what, [.. new ProtoMessage().Message(7, graph).Message(8, new ProtoMessage().Number(2, 13)).ToArray(), .. behind ?? []], limit);

        byte[] Repeated(params byte[] field) => [.. Enumerable.Repeat(field, Many).SelectMany(bytes => bytes)];
        ProtoMessage Node(byte[] fields) => new ProtoMessage().Bytes(1, fields);
        ProtoMessage Attribute(byte[] fields) => Node(new ProtoMessage().Bytes(5, fields).ToArray());

        Add("empty nodes", LoadLimit.Objects, Raw(Repeated(0x0a, 0)));
        Add("empty initialisers", LoadLimit.Objects, Raw(Repeated(0x2a, 0)));
        Add("empty inputs", LoadLimit.Objects, Raw(Repeated(0x5a, 0)));
        Add("empty outputs", LoadLimit.Objects, Raw(Repeated(0x62, 0)));
        Add("empty value infos", LoadLimit.Objects, Raw(Repeated(0x6a, 0)));
        Add("empty sparse initialisers", LoadLimit.Objects, Raw(Repeated(0x7a, 0)));
        Add("empty attributes", LoadLimit.Objects, Node(Repeated(0x2a, 0)));
        Add("empty names of operands", LoadLimit.Objects, Node(Repeated(0x0a, 0)));
        Add("names of one node", LoadLimit.Objects, Node(Repeated(0x1a, 1, (byte)'n')));
        Add("texts of an attribute", LoadLimit.Objects, Attribute(Repeated(0x4a, 0)));
        Add("numbers of an attribute", LoadLimit.Bytes, Attribute(Repeated(0x40, 1)));
        Add("packed numbers of an attribute", LoadLimit.Bytes, Attribute(new ProtoMessage().Bytes(8, new byte[Many]).ToArray()));
        Add("packed floats of an attribute", LoadLimit.Bytes, Attribute(new ProtoMessage().Bytes(7, new byte[16 * Many]).ToArray()));
        Add("nodes of a subgraph", LoadLimit.Objects, Attribute(new ProtoMessage().Bytes(6, Repeated(0x0a, 0)).ToArray()));
        Add("tensor of an attribute", LoadLimit.Bytes, Attribute(new ProtoMessage().Bytes(5, Repeated(0x08, 1)).ToArray()));
        Add("extents of an initialiser", LoadLimit.Bytes, new ProtoMessage().Bytes(5, Repeated(0x08, 1)));
        Add("external data entries", LoadLimit.Objects, new ProtoMessage().Bytes(5, Repeated(0x6a, 0)));
        Add("texts of a tensor", LoadLimit.Objects, new ProtoMessage().Bytes(5, Repeated(0x32, 0)));
        Add("extents of an input", LoadLimit.Objects, new ProtoMessage().Message(
            11, new ProtoMessage().Message(2, new ProtoMessage().Message(1, new ProtoMessage().Bytes(2, Repeated(0x0a, 0))))));
        Add("metadata", LoadLimit.Objects, new ProtoMessage(), Repeated(0x72, 0));
        Add("operator sets", LoadLimit.Objects, new ProtoMessage(), Repeated(0x42, 0));
        Add("functions", LoadLimit.Objects, new ProtoMessage(), Repeated(0xca, 1, 0));
        return data;
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void More_than_allowed_is_refused_before_it_is_created(string what, byte[] file, LoadLimit limit)
    {
        using var budget = new LoadBudget(Limits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        LoadLimitException error =
            Assert.Throws<LoadLimitException>(() => ModelParser.Parse(new MemorySource(file), budget));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(error.Limit == limit, $"{what}: {error.Message}");
        Assert.True(allocated < 16 << 20, $"{what}: {allocated} bytes were allocated");
    }

    [Fact]
    public void Ten_thousand_nested_graphs_are_refused()
    {
        byte[] graph = [];
        for (int i = 0; i < 10_000; i++)
        {
            ProtoMessage attribute = new ProtoMessage().Bytes(6, graph);
            graph = new ProtoMessage().Message(1, new ProtoMessage().Message(5, attribute)).ToArray();
        }

        InvalidModelException error = Assert.Throws<InvalidModelException>(
            () => TestEngines.Best.Load(new ProtoMessage().Bytes(7, graph).ToArray(), "deep.onnx"));
        Assert.Contains("nested more than 100 deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_fewer_objects_are_counted_than_the_parsed_model_has()
    {
        foreach (string path in Directory.GetFiles(TestData.Find("models"), "*.onnx"))
        {
            using ModelFiles files = ModelFiles.Open(path);
            using var budget = new LoadBudget(LoadLimits.None);
            (ModelProto model, _) = ModelParser.Parse(files.Model, budget);
            Assert.InRange(Objects(model), 2, budget.Objects);
        }
    }

    private static ProtoMessage Raw(byte[] fields) => ProtoMessage.Of(fields);

    // Messages and texts, the root left out, as a walk over the parsed message finds them.
    private static long Objects(IMessage message)
    {
        long count = 0;
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            object? value = field.Accessor.GetValue(message);
            IEnumerable values = value is IEnumerable list and not string and not ByteString ? list : new[] { value };
            foreach (object? item in values)
            {
                count += item switch
                {
                    IMessage inner => 1 + Objects(inner),
                    string { Length: > 0 } => 1,
                    ByteString { IsEmpty: false } => 1,
                    _ => 0,
                };
            }
        }

        return count;
    }
}

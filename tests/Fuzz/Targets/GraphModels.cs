using System.Buffers.Binary;
using Fovea.Fuzz.Running;
using Fovea.Inference.Tests.BadModels;

namespace Fovea.Fuzz.Targets;

/// <summary>
/// The small models of which inputs choose one, and what is changed in it: two bytes the model, one the way through the pipeline, the rest
/// the changes.
/// </summary>
internal sealed class GraphModels
{
    private const int HeaderBytes = 3;
    private const int BytesPerChange = 8;
    private const int MostChanges = 6;

    private readonly byte[][] _models;

    private GraphModels(Func<string, bool> named) =>
        _models =
        [
            .. SeedModels.All.Where(model => named(model.Key)).OrderBy(model => model.Key, StringComparer.Ordinal)
                .Select(model => model.Value),
        ];

    /// <summary>All of them, of which there is at least one for each operator.</summary>
    public static GraphModels All { get; } = new(_ => true);

    /// <summary>Those of one operator; null if it has none.</summary>
    public static GraphModels? Of(string operation)
    {
        var models = new GraphModels(name => name == operation || name.StartsWith($"{operation} ", StringComparison.Ordinal));
        return models._models.Length == 0 ? null : models;
    }

    /// <summary>One input per model, with a few changes.</summary>
    public IReadOnlyList<byte[]> Seeds()
    {
        var random = new Random(1);
        var seeds = new List<byte[]>();
        for (int model = 0; model < _models.Length; model++)
        {
            byte[] seed = new byte[HeaderBytes + (BytesPerChange * (model % 3))];
            random.NextBytes(seed);
            BinaryPrimitives.WriteUInt16LittleEndian(seed, (ushort)model);
            seeds.Add(seed);
        }

        return seeds;
    }

    /// <summary>The model that the bytes stand for, and the way through the pipeline. Bytes that are missing are zeros.</summary>
    public byte[] Model(byte[] bytes, out int variant)
    {
        if (bytes.Length < HeaderBytes)
            Array.Resize(ref bytes, HeaderBytes);
        variant = bytes[2];
        byte[] model = _models[BinaryPrimitives.ReadUInt16LittleEndian(bytes) % _models.Length];
        int changes = Math.Min(MostChanges, (bytes.Length - HeaderBytes + BytesPerChange - 1) / BytesPerChange);
        var mutator = new ModelMutator(new ByteRandom(bytes.AsMemory(HeaderBytes)), bytes.Length);
        return mutator.Mutate(model, changes);
    }
}

using System.Buffers.Binary;
using Fovea.Fuzz.Running;
using Fovea.Inference.Tests.BadModels;

namespace Fovea.Fuzz.Targets;

/// <summary>
/// Valid ONNX messages that are nonsense as graphs. The bytes choose a small model and what is changed in it: two bytes the model, one the
/// way through the pipeline, the rest the changes. So nearly every input goes beyond the parser.
/// </summary>
internal static class GraphTarget
{
    private const int HeaderBytes = 3;
    private const int BytesPerChange = 8;
    private const int MostChanges = 6;

    private static readonly byte[][] Models =
        [.. SeedModels.All.OrderBy(model => model.Key, StringComparer.Ordinal).Select(model => model.Value)];

    /// <summary>One input per small model, of which there is at least one for each operator, with a few changes.</summary>
    public static IReadOnlyList<byte[]> Seeds()
    {
        var random = new Random(1);
        var seeds = new List<byte[]>();
        for (int model = 0; model < Models.Length; model++)
        {
            byte[] seed = new byte[HeaderBytes + (BytesPerChange * (model % 3))];
            random.NextBytes(seed);
            BinaryPrimitives.WriteUInt16LittleEndian(seed, (ushort)model);
            seeds.Add(seed);
        }

        return seeds;
    }

    /// <summary>Runs the model that the bytes stand for.</summary>
    public static void Run(byte[] bytes) => Pipeline.Run(Model(bytes, out int variant), variant);

    /// <summary>The model that the bytes stand for, and the way through the pipeline. Bytes that are missing are zeros.</summary>
    public static byte[] Model(byte[] bytes, out int variant)
    {
        if (bytes.Length < HeaderBytes)
            Array.Resize(ref bytes, HeaderBytes);
        variant = bytes[2];
        byte[] model = Models[BinaryPrimitives.ReadUInt16LittleEndian(bytes) % Models.Length];
        int changes = Math.Min(MostChanges, (bytes.Length - HeaderBytes + BytesPerChange - 1) / BytesPerChange);
        var mutator = new ModelMutator(new ByteRandom(bytes.AsMemory(HeaderBytes)), bytes.Length);
        return mutator.Mutate(model, changes);
    }
}

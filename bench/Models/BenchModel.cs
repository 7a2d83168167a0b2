using System.Runtime.InteropServices;
using Fovea.Inference;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;

namespace Fovea.Bench.Models;

/// <summary>A model to measure: its bytes, including weights.</summary>
internal sealed class BenchModel
{
    /// <summary>The extent to use for dynamic image axes.</summary>
    private const long OpenExtent = 224;

    private BenchModel(string name, byte[] bytes, bool isFilled)
    {
        Name = name;
        Bytes = bytes;
        IsFilled = isFilled;
    }

    public string Name { get; }

    public byte[] Bytes { get; }

    /// <summary>Whether the weights are random, so that the bytes are not those of the file.</summary>
    public bool IsFilled { get; }

    /// <summary>The models of a folder in alphabetical order; <paramref name="only"/> restricts them to names.</summary>
    public static IEnumerable<string> Find(string folder, string? only)
    {
        string[] names = only?.Split(',') ?? [];
        return Directory.GetFiles(folder, "*.onnx")
            .Where(path => names.Length == 0 || names.Contains(Path.GetFileNameWithoutExtension(path)))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Reads a model; a topology whose weights are ConstantOfShape nodes is filled with random ones.</summary>
    public static BenchModel Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bool light = ModelProto.Parser.ParseFrom(bytes).Graph.Node.Count(n => n.OpType == "ConstantOfShape") > 1;
        return new BenchModel(Path.GetFileNameWithoutExtension(path), light ? RandomWeights.Fill(bytes) : bytes, light);
    }

    /// <summary>The input shapes for a batch size; null if the model has another fixed batch size.</summary>
    public static IReadOnlyList<Shape>? Shapes(InferenceModel model, int batch)
    {
        var shapes = new List<Shape>();
        foreach (ModelValue input in model.Inputs)
        {
            long[] extents = [.. input.Shape.Dimensions!.Select((d, axis) => d.Value ?? (axis == 0 ? batch : OpenExtent))];
            if (extents[0] != batch)
                return null;
            shapes.Add(new Shape(extents));
        }

        return shapes;
    }

    public static Tensor[] Inputs(IReadOnlyList<Shape> shapes)
    {
        var random = new Random(1);
        return [.. shapes.Select(shape =>
        {
            var tensor = new Tensor(ElementType.Float32, shape);
            foreach (ref float value in MemoryMarshal.Cast<byte, float>(tensor.Bytes.Span))
                value = 2 * random.NextSingle() - 1;
            return tensor;
        })];
    }
}

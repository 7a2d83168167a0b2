using System.Runtime.InteropServices;
using Fovea.Inference;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;

namespace Fovea.Bench.Models;

/// <summary>A model to measure: its bytes, with weights, and the inputs it takes.</summary>
internal sealed class BenchModel
{
    /// <summary>The extent of image axes that a model leaves open.</summary>
    private const long OpenExtent = 224;

    private BenchModel(string name, byte[] bytes, bool isFilled) => (Name, Bytes, IsFilled) = (name, bytes, isFilled);

    public string Name { get; }

    public byte[] Bytes { get; }

    /// <summary>Whether the weights are random ones: the bytes are not the file's.</summary>
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

    /// <summary>The input shapes for a batch; null where the model fixes another batch.</summary>
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

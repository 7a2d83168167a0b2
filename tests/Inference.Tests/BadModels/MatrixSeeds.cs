using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Seeds with products of matrices.</summary>
internal static class MatrixSeeds
{
    private static readonly TensorRandom Random = new(7);

    public static void AddTo(Dictionary<string, byte[]> models)
    {
        models.Add("Gemm", new OnnxModelBuilder(13).Input("x", 3, 5).Initializer("w", Random.Floats(7, 5))
            .Initializer("c", Random.Floats(7))
            .Node("Gemm", ["x", "w", "c"], ["y"], ("transB", 1), ("alpha", 0.5f)).Output("y").Build());
        models.Add("Gemm computed", new OnnxModelBuilder(13).Input("x", 3, 5).Input("z", 5, 7).Initializer("c", Random.Floats(3, 1))
            .Node("Gemm", ["x", "z", "c"], ["y"], ("beta", 2f)).Output("y").Build());
        models.Add("MatMul", SeedModels.One("MatMul", 13, [Random.Floats(5, 7)], []));
        models.Add("MatMul computed", new OnnxModelBuilder(13).Input("x", 2, 3, 5).Input("z", 1, 5, 4)
            .Node("MatMul", ["x", "z"], ["y"]).Output("y").Build());
        models.Add("MatMul vectors", new OnnxModelBuilder(13).Input("x", 5).Input("z", 5)
            .Node("MatMul", ["x", "z"], ["y"]).Output("y").Build());
    }
}

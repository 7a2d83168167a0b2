using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators;

/// <summary>All operators by name. To add one, write its file, a line here and a test.</summary>
internal static class OperatorTable
{
    /// <summary>All operators, in alphabetical order.</summary>
    public static IReadOnlyList<Operator> All { get; } =
    [
        new Abs(),
        new Add(),
        new AveragePool(),
        new BatchNormalization(),
        new Cast(),
        new Ceil(),
        new Clip(),
        new Concat(),
        new Constant(),
        new ConstantOfShape(),
        new Conv(),
        new ConvTranspose(),
        new Div(),
        new Dropout(),
        new Erf(),
        new Exp(),
        new Expand(),
        new Flatten(),
        new Floor(),
        new Gather(),
        new Gelu(),
        new Gemm(),
        new GlobalAveragePool(),
        new GlobalMaxPool(),
        new HardSigmoid(),
        new HardSwish(),
        new Identity(),
        new InstanceNormalization(),
        new LayerNormalization(),
        new LeakyRelu(),
        new Log(),
        new LRN(),
        new MatMul(),
        new MaxPool(),
        new Mul(),
        new Neg(),
        new Pad(),
        new Pow(),
        new PRelu(),
        new Reciprocal(),
        new ReduceMax(),
        new ReduceMean(),
        new ReduceSum(),
        new Relu(),
        new Reshape(),
        new ShapeOperator(),
        new Sigmoid(),
        new Slice(),
        new Softmax(),
        new Split(),
        new Sqrt(),
        new Squeeze(),
        new Sub(),
        new Sum(),
        new Swish(),
        new Tanh(),
        new Transpose(),
        new Unsqueeze(),
    ];

    private static readonly Dictionary<string, Operator> ByName = All.ToDictionary(o => o.Name);

    /// <summary>The operator of that ONNX type; null if Fovea does not support it.</summary>
    public static Operator? Find(string name) => ByName.GetValueOrDefault(name);
}

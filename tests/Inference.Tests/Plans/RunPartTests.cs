using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

/// <summary>Runs over the rows of several callers.</summary>
public sealed class RunPartTests : IDisposable
{
    private readonly InferenceModel _model = TestEngines.Best.Load(
        new OnnxModelBuilder().Input("a", Dimension.Named("n"), 3, 8, 8).Input("b", Dimension.Named("n"), 3, 8, 8)
            .Initializer("w", new TensorRandom(1).Floats(5, 3, 3, 3))
            .Node("Mul", ["a", "b"], ["p"]).Node("Conv", ["p", "w"], ["c"]).Node("Relu", ["c"], ["y"])
            .Node("GlobalAveragePool", ["c"], ["z"]).Output("y").Output("z").Build(),
        "net.onnx");

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Every_caller_has_the_bits_that_it_has_alone()
    {
        Tensor[][] callers = [.. new[] { 1, 4, 2 }.Select((rows, i) => new[] { Random(rows, 2 * i), Random(rows, 2 * i + 1) })];
        Tensor[][] together = [.. callers.Select(caller => Outputs((int)caller[0].Shape[0]))];

        // The middle caller takes part with its rows 1 to 3.
        _model.Compile([new Shape(6, 3, 8, 8), new Shape(6, 3, 8, 8)]).Run(
            [new RunPart(
                callers[0], together[0], 0, 1), new RunPart(callers[1], together[1], 1, 3), new RunPart(callers[2], together[2], 0, 2)],
                maxThreads: 2);

        for (int i = 0; i < callers.Length; i++)
        {
            Tensor[] alone = [.. _model.Run(callers[i])];
            for (int output = 0; output < alone.Length; output++)
            {
                Tensor expected = i == 1 ? alone[output].Rows(1, 3) : alone[output];
                Tensor found = i == 1 ? together[i][output].Rows(1, 3) : together[i][output];
                ModelCheck.SameBits(expected, found, $"caller {i}, output {output}");
            }
        }

        Assert.All(
            together[1].Select(tensor => tensor.Rows(0, 1)), untouched => Assert.Equal(-1, untouched.Bytes.Span.IndexOfAnyExcept((byte)0)));
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        CompiledPlan plan = _model.Compile([new Shape(2, 3, 8, 8), new Shape(2, 3, 8, 8)]);
        Tensor[] inputs = [Random(2, 1), Random(2, 2)];
        Tensor[] narrow = [Random(2, 1), new Tensor(ElementType.Float32, new Shape(2, 3, 8, 7))];
        Refused(plan, new RunPart(inputs, Outputs(2), 0, 1), "have 1 rows");
        Refused(plan, new RunPart(inputs, Outputs(2), 1, 2), "rows 1 to 2");
        Refused(plan, new RunPart(inputs, Outputs(2), -1, 2), "rows -1 to 0");
        Refused(plan, new RunPart(narrow, Outputs(2), 0, 2), "'b'");
        Refused(plan, new RunPart(inputs, Outputs(1), 0, 2), "'y'");
        Refused(plan, new RunPart([inputs[0]], Outputs(2), 0, 2), "1 input tensors");
    }

    private static void Refused(CompiledPlan plan, RunPart part, string says) =>
        Assert.Contains(
            says, Assert.Throws<InvalidInputException>(() => plan.Run([part], maxThreads: 1)).Message, StringComparison.Ordinal);

    private static Tensor Random(int rows, int seed) => new TensorRandom(seed + 10).Floats(rows, 3, 8, 8);

    private static Tensor[] Outputs(int rows) =>
        [new(ElementType.Float32, new Shape(rows, 5, 6, 6)), new(ElementType.Float32, new Shape(rows, 5, 1, 1))];
}

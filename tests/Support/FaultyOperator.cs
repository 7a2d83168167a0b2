using Fovea.Inference;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators;
using Fovea.Inference.Steps;
using Fovea.Inference.Weights;

namespace Fovea.Tests.Support;

/// <summary>
/// An operator of tests that has a fault where its name says; else the identity of floats. A run with <see cref="Fault"/> among the
/// elements fails at every one of them, a run with <see cref="Exhausted"/> finds no memory.
/// </summary>
internal sealed class FaultyOperator(string place) : Operator, ILowering
{
    /// <summary>The element at which a step has a fault.</summary>
    public const float Fault = 1000;

    /// <summary>The element at which a step runs out of memory.</summary>
    public const float Exhausted = 2000;

    /// <summary>What fails, and in which words the error says so.</summary>
    public static IReadOnlyDictionary<string, string> Activities { get; } = new Dictionary<string, string>
    {
        ["FaultyInferring"] = "inferring shapes",
        ["FaultyFunction"] = "the pass FuseActivation",
        ["FaultyLowering"] = "lowering",
        ["FaultyPacking"] = "packing weights",
    };

    private static int[] Nothing => [];

    public override string Name => place;

    /// <summary>The engine's operators and those that fail: <see cref="Activities"/>, and <c>FaultyRunning</c>.</summary>
    public static Operator? Find(string name) =>
        name == "FaultyRunning" || Activities.ContainsKey(name) ? new FaultyOperator(name) : OperatorTable.Find(name);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        FailAt("FaultyInferring");
        context.SameAsInput();
    }

    public override bool KeepsImagesApart(Node node) => true;

    public override Activation? Function(Node node)
    {
        FailAt("FaultyFunction");
        return null;
    }

    public void Lower(LoweringContext context)
    {
        FailAt("FaultyLowering");
        if (Name == "FaultyPacking")
            context.Constants.Packed(null, new FaultyPacking());
        context.Emit(new FaultyStep(context.Plain(0), context.PlainOutput()));
    }

    private void FailAt(string what)
    {
        if (Name == what)
            _ = Nothing[what.Length];
    }

    private sealed record FaultyPacking : Packing
    {
        public override ElementType ElementType => ElementType.Float32;

        public override long Elements => 1;

        public override unsafe void Pack(in PackingSource source, int part, void* target) => *(float*)target = Nothing[part];
    }

    private sealed class FaultyStep(View input, View output) : Step
    {
        public override string Kernel => "faulty copy";

        public override IReadOnlyList<View> Reads => [input];

        public override IReadOnlyList<View> Writes => [output];

        // Shared by all workers, whatever the size.
        public override double Cost => ShareThreshold;

        public override unsafe void Execute(in RunContext run, int part, int parts)
        {
            long count = input.Shape.ElementCount;
            for (long i = count * part / parts; i < count * (part + 1) / parts; i++)
            {
                float x = run.Elements<float>(input)[i];
                if (x is Exhausted)
                    throw new InsufficientMemoryException("planted");
                run.Elements<float>(output)[i] = x is Fault ? Nothing[part] : x;
            }
        }
    }
}

using CsCheck;
using Fovea.Inference.Tests.Reference.Integers;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks.Quantized;

/// <summary>
/// Whole quantised networks against a plain computation with integers, bit for bit: at every width, in any batch, with any number of
/// threads. A network gives the same bits as QDQ and as QOperator. Operators of integers give them without optimisation too; operators of
/// real numbers do where their sums are exact, which those of scales that are powers of two are.
/// </summary>
public sealed class IntegerNetworkTests
{
    private static readonly Tensor Images = new TensorRandom(9).Floats(8, 3, 16, 16);

    public static MatrixTheoryData<string, int> Networks() => new(SmallNetworks.Names, Enumerable.Range(0, QuantizedKind.All.Count));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Networks_of_any_scales(string name, int kind)
    {
        byte[] qdq = SmallNetworks.Build(name, QuantizedKind.All[kind], isQdq: true);
        byte[] qoperator = SmallNetworks.Build(name, QuantizedKind.All[kind], isQdq: false);
        Tensor expected = new IntegerNetwork(qdq).Run([Images])[0];
        ModelCheck.SameBits(expected, new IntegerNetwork(qoperator).Run([Images])[0], "the references of both forms");
        IntegerNetworkCheck.SameBits(qdq, Images, expected, optimize: true);
        IntegerNetworkCheck.SameBits(qoperator, Images, expected, optimize: true);
        IntegerNetworkCheck.SameBits(qoperator, Images, expected, optimize: false);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Networks_of_scales_that_are_powers_of_two(string name, int kind)
    {
        byte[] qdq = SmallNetworks.Build(name, QuantizedKind.All[kind] with { IsBinary = true }, isQdq: true);
        Tensor expected = new IntegerNetwork(qdq).Run([Images])[0];
        IntegerNetworkCheck.SameBits(qdq, Images, expected, optimize: false);
    }

    [Fact]
    public void Random_networks() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            byte[] qdq = SmallNetworks.Random(seed, isQdq: true), qoperator = SmallNetworks.Random(seed, isQdq: false);
            using InferenceModel model = TestEngines.Best.Load(qdq, $"network {seed}");
            Tensor images = new TensorRandom(seed).Floats([2, .. model.Inputs[0].Shape.Dimensions!.Skip(1).Select(d => d.Value!.Value)]);
            Tensor expected = new IntegerNetwork(qoperator).Run([images])[0];
            foreach (InstructionSet set in InstructionSets.Available)
            {
                ModelCheck.SameBits(expected, TestEngines.Get(set).Run(qdq, [images])[0], $"network {seed}, QDQ, {set}");
                ModelCheck.SameBits(expected, TestEngines.Get(set).Run(qoperator, [images])[0], $"network {seed}, QOperator, {set}");
            }

            ModelCheck.SameBits(
                expected, TestEngines.Get(InstructionSets.Best, optimize: false).Run(qoperator, [images])[0],
                $"network {seed}, QOperator as written");
        },
        iter: 60,
        threads: 1);

    /// <summary>Scales and zero points are those of the whole batch, so that each batch is computed by the reference.</summary>
    [Theory]
    [InlineData(ElementType.Int8, false)]
    [InlineData(ElementType.Int8, true)]
    [InlineData(ElementType.UInt8, false)]
    [InlineData(ElementType.UInt8, true)]
    public void Networks_of_scales_that_are_computed(ElementType weights, bool perChannel)
    {
        byte[] model = DynamicNetwork.Build(weights, perChannel);
        var reference = new IntegerNetwork(model);
        foreach (int batch in new[] { 1, 3, 8 })
        {
            Tensor images = Images.Rows(0, batch);
            Tensor expected = reference.Run([images])[0];
            foreach (bool optimize in new[] { true, false })
                IntegerNetworkCheck.SameBitsTogether(model, images, expected, optimize);
        }
    }
}

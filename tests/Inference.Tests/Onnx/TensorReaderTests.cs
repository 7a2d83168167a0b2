using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>The data field of each element type, as onnx.proto says, and the same tensor as raw data.</summary>
public sealed class TensorReaderTests
{
    private static readonly Dictionary<ElementType, (Tensor Value, Action<TensorProto> Fill)> Fields = new()
    {
        [ElementType.Float32] = (From(1.5f, -2f, 3e30f), t => t.FloatData.Add([1.5f, -2f, 3e30f])),
        [ElementType.Float64] = (From(1.5, -2, 3e300), t => t.DoubleData.Add([1.5, -2, 3e300])),
        [ElementType.Float16] = (From((Half)1.5f, (Half)(-2f), Half.PositiveInfinity), t => t.Int32Data.Add([0x3E00, 0xC000, 0x7C00])),
        [ElementType.BFloat16] = (
            From((BFloat16)1.5f, (BFloat16)(-2f), (BFloat16)float.PositiveInfinity), t => t.Int32Data.Add([0x3FC0, 0xC000, 0x7F80])),
        [ElementType.Int64] = (From(1L, -2L, long.MaxValue), t => t.Int64Data.Add([1, -2, long.MaxValue])),
        [ElementType.Int32] = (From(1, -2, int.MaxValue), t => t.Int32Data.Add([1, -2, int.MaxValue])),
        [ElementType.Int16] = (From<short>(1, -2, short.MaxValue), t => t.Int32Data.Add([1, -2, short.MaxValue])),
        [ElementType.Int8] = (From<sbyte>(1, -2, sbyte.MaxValue), t => t.Int32Data.Add([1, -2, sbyte.MaxValue])),
        [ElementType.UInt64] = (From(1UL, 2UL, ulong.MaxValue), t => t.Uint64Data.Add([1, 2, ulong.MaxValue])),
        [ElementType.UInt32] = (From(1u, 2u, uint.MaxValue), t => t.Uint64Data.Add([1, 2, uint.MaxValue])),
        [ElementType.UInt16] = (From<ushort>(1, 2, ushort.MaxValue), t => t.Int32Data.Add([1, 2, ushort.MaxValue])),
        [ElementType.UInt8] = (From<byte>(1, 2, byte.MaxValue), t => t.Int32Data.Add([1, 2, byte.MaxValue])),
        [ElementType.Bool] = (From(true, false, true), t => t.Int32Data.Add([1, 0, 1])),
    };

    public static TheoryData<ElementType> Types() => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void The_data_field_of_a_type(ElementType type)
    {
        (Tensor value, Action<TensorProto> fill) = Fields[type];
        foreach (bool raw in new[] { false, true })
        {
            OnnxModelBuilder builder = new OnnxModelBuilder().Input("x", type, 3).Initializer("w", value)
                .Node("Concat", ["x", "w"], ["y"], ("axis", 0)).Output("y", type);
            TensorProto written = builder.Model.Graph.Initializer[0];
            if (!raw)
            {
                written.RawData = ByteString.Empty;
                fill(written);
            }

            Tensor result = TestEngines.Best.Run(builder.Build(), [value])[0];
            Assert.Equal(type, result.ElementType);
            Assert.Equal([.. value.Bytes.ToArray(), .. value.Bytes.ToArray()], result.Bytes.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Another_field_is_refused(ElementType type)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder().Input("x", type, 3).Initializer("w", Fields[type].Value)
            .Node("Concat", ["x", "w"], ["y"], ("axis", 0)).Output("y", type);
        TensorProto written = builder.Model.Graph.Initializer[0];
        written.RawData = ByteString.Empty;
        if (type == ElementType.Int64)
            written.DoubleData.Add([1, 2, 3]);
        else
            written.Int64Data.Add([1, 2, 3]);
        var error = RefusedModel.With(() => TestEngines.Best.Load(builder.Build(), "test.onnx"));
        Assert.Contains($"the data field for {type} holds 0", error.Message, StringComparison.Ordinal);
    }

    private static Tensor From<T>(params T[] values) where T : unmanaged => Tensor.From<T>(new Shape(values.Length), values);
}

namespace Fovea.Bench.Quantizing;

/// <summary>In which range values lie. NaN in either stays NaN.</summary>
internal readonly record struct ValueRange(float Least, float Greatest)
{
    public bool IsFinite => float.IsFinite(Least) && float.IsFinite(Greatest);

    public ValueRange With(ValueRange other) => new(Math.Min(Least, other.Least), Math.Max(Greatest, other.Greatest));
}

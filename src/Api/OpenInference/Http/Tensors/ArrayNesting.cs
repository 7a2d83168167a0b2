using Fovea.Api.Errors;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Http.Tensors;

/// <summary>Checks that the arrays of a JSON tensor are flat, or nested exactly as the tensor's shape.</summary>
internal struct ArrayNesting(Shape shape, string input)
{
    private readonly int[] _counts = new int[Math.Max(shape.Rank, 1) + 1];
    private int _depth;
    private int _leaves;

    /// <summary>An array begins.</summary>
    public void Open()
    {
        _counts[_depth]++;
        _depth++;
        if (_depth >= _counts.Length || _depth > _leaves && _leaves > 0)
            throw Wrong();
        _counts[_depth] = 0;
    }

    /// <summary>An element stands here.</summary>
    public void Element()
    {
        if (_leaves == 0)
            _leaves = _depth == 1 || _depth == shape.Rank ? _depth : throw Wrong();
        else if (_depth != _leaves)
            throw Wrong();
        _counts[_depth]++;
    }

    /// <summary>An array ends; true when it was the outermost.</summary>
    public bool Close()
    {
        if (_leaves > 1 && _counts[_depth] != shape[_depth - 1])
            throw Wrong();
        _depth--;
        return _depth == 0;
    }

    private readonly ApiException Wrong() =>
        new(
            ErrorCodes.InvalidBody,
            $"The arrays in the data of the input '{input}' do not follow its shape {shape}; they are either one flat array or nested " +
            "exactly as the shape.");
}

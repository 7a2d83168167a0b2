using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Options;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// Counts what protobuf's parser would make of a request to infer, by reading tags and lengths only, and stops at the first thing too many.
/// What is malformed is refused, and so is what the parser would read in another way than it is written: it cuts tags and lengths to 32
/// bits.
/// </summary>
internal ref struct MessageCounter
{
    /// <summary>
    /// The most messages, texts, pieces of bytes, and fields that the schema does not have: enough for 4,096 inputs and as many outputs.
    /// </summary>
    public const int MaxObjects = 32_768;

    /// <summary>The most bytes of all texts together: names, datatypes, versions, parameters.</summary>
    public const int MaxTextBytes = 1 << 20;

    // The parser's own limit.
    private const int MaxDepth = 100;

    private static readonly MessageFields Request = MessageFields.Of(ModelInferRequest.Descriptor);

    private readonly string _method;
    private readonly long _maxNumbers;
    private long _numbers;
    private long _numberBytes;
    private long _textBytes;
    private int _objects;

    private MessageCounter(string method, long maxNumbers) => (_method, _maxNumbers) = (method, maxNumbers);

    /// <summary>Checks a message.</summary>
    /// <returns>The bytes that its numbers take as elements, at most.</returns>
    /// <exception cref="ApiException">It has more than a request may have, or is malformed.</exception>
    public static long Check(ReadOnlySpan<byte> message, string method, LimitsOptions limits)
    {
        var counter = new MessageCounter(method, Math.Max(limits.MaxBodyBytes / sizeof(float), 1));
        return counter.Count(message, Request)
            ? counter._numberBytes
            : throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The message to {method} is no protobuf message: a tag or a length in it is wrong. Send one with a client of gRPC.");
    }

    /// <returns>Whether the message is well formed, as far as it was read.</returns>
    private bool Count(ReadOnlySpan<byte> bytes, MessageFields fields)
    {
        int groups = 0;
        while (bytes.Length > 0)
        {
            if (!Varint(ref bytes, out ulong tag) || tag > uint.MaxValue || tag >> 3 == 0)
                return false;
            MessageField field = groups == 0 ? fields[(uint)(tag >> 3)] : default;
            bool read = (tag & 7) switch
            {
                0 => Varint(ref bytes, out _) && One(field.Content == FieldContent.Varint, sizeof(long)),
                1 => Skip(ref bytes, sizeof(long)) && One(field.Content == FieldContent.Fixed64, sizeof(long)),
                5 => Skip(ref bytes, sizeof(int)) && One(field.Content == FieldContent.Fixed32, sizeof(int)),
                2 => Delimited(ref bytes, field),
                3 => ++groups <= MaxDepth && One(isNumber: false, 0),
                4 => --groups >= 0,
                _ => false,
            };
            if (!read)
                return false;
        }

        return groups == 0;
    }

    private bool Delimited(ref ReadOnlySpan<byte> bytes, MessageField declared)
    {
        if (!Varint(ref bytes, out ulong length) || length > (ulong)bytes.Length)
            return false;
        ReadOnlySpan<byte> field = bytes[..(int)length];
        bytes = bytes[(int)length..];
        // A number that is not in a list is no packed list: it is kept as an unknown field.
        switch (declared.Content)
        {
            case FieldContent.Varint when declared.IsRepeated:
                // Each number has a last byte: counted only where there may be too many.
                AddNumbers(_numbers + field.Length <= _maxNumbers ? field.Length : Ends(field), sizeof(long));
                return true;
            case FieldContent.Fixed32 when declared.IsRepeated:
                AddNumbers(field.Length / sizeof(int), sizeof(int));
                return true;
            case FieldContent.Fixed64 when declared.IsRepeated:
                AddNumbers(field.Length / sizeof(long), sizeof(long));
                return true;
            case FieldContent.Text:
                _textBytes += field.Length;
                if (_textBytes > MaxTextBytes)
                    throw TooMany($"more than {MaxTextBytes} bytes of text");
                break;
        }

        AddObject();
        return declared.Content != FieldContent.Message || Count(field, declared.Message!);
    }

    // A number outside of a packed list, or what is none of the schema's.
    private bool One(bool isNumber, int size)
    {
        if (isNumber)
            AddNumbers(1, size);
        else
            AddObject();
        return true;
    }

    private void AddNumbers(long count, int size)
    {
        _numbers += count;
        _numberBytes += count * size;
        if (_numbers > _maxNumbers)
            throw TooMany($"more than {_maxNumbers} numbers (a quarter of Limits:MaxBodyBytes; raw_input_contents may have more)");
    }

    private void AddObject()
    {
        if (++_objects > MaxObjects)
            throw TooMany($"more than {MaxObjects} messages, texts, pieces of bytes and unknown fields");
    }

    private readonly ApiException TooMany(string found) =>
        new(ErrorCodes.BodyTooLarge, $"The message to {_method} has {found}, which is the most that is taken. Send fewer at a time.");

    private static int Ends(ReadOnlySpan<byte> numbers)
    {
        int ends = 0;
        foreach (byte value in numbers)
            ends += value < 0x80 ? 1 : 0;
        return ends;
    }

    private static bool Skip(ref ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length < length)
            return false;
        bytes = bytes[length..];
        return true;
    }

    private static bool Varint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < Math.Min(bytes.Length, 10); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80)
                continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}

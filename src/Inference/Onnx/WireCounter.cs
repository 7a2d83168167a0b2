using Google.Protobuf;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Counts what the protobuf parser will create of a field, by reading its tags and lengths, and takes it from the budget of the load before
/// anything is created.
/// </summary>
internal sealed class WireCounter(WireReader reader, LoadBudget budget)
{
    /// <summary>How deep messages may be nested; the same as the protobuf parser's.</summary>
    public const int MaxDepth = 100;

    // How many fields are read between two looks at the budget.
    private const int FieldsPerLook = 4096;

    // A number is an element of the parser's list and of the array made of it. Lists double, and the old elements live until then.
    private const int BytesPerNumber = 32;

    // The bytes of a text are copied for the parser; its characters have two bytes.
    private const int BytesPerCharacter = 3;

    private const string Data = "the texts and numbers in the file";

    // How many single numbers are counted before they are taken.
    private const int NumbersPerTake = 4096;

    private int _fields;
    private int _numbers;

    /// <summary>Counts one field, whatever it is.</summary>
    public void CountField()
    {
        if (++_fields % FieldsPerLook == 0)
            budget.ThrowIfOver();
    }

    /// <summary>Counts a message that is about to be created.</summary>
    public void CountMessage() => budget.Count(1);

    /// <summary>Counts a number that is no part of a packed list. Taken in portions: the last one by <see cref="TakeNumbers"/>.</summary>
    public void CountNumber(WireForm form)
    {
        if ((form is WireForm.Numbers or WireForm.FixedNumbers) && ++_numbers == NumbersPerTake)
            TakeNumbers();
    }

    /// <summary>Takes the numbers that were counted, before they are created.</summary>
    public void TakeNumbers()
    {
        if (_numbers > 0)
            budget.Take((double)_numbers * BytesPerNumber, Data);
        _numbers = 0;
    }

    /// <summary>Counts a field of this length at the reader's position and moves behind it.</summary>
    public void CountContent(WireField field, long length, int depth)
    {
        switch (field.Form)
        {
            case WireForm.Text:
                budget.Count(1);
                budget.Take((double)length * BytesPerCharacter, Data);
                break;
            case WireForm.FixedNumbers:
                budget.Take(3.0 * length, Data);
                break;
            case WireForm.Numbers:
                budget.Take((double)reader.CountNumbers(length) * BytesPerNumber, Data);
                return;
            case WireForm.Message:
                CountMessage();
                CountFields(field.Message!, reader.Position + length, depth + 1);
                return;
        }

        reader.Skip(length);
    }

    private void CountFields(WireMessage message, long end, int depth)
    {
        if (depth > MaxDepth)
            throw WireReader.Invalid($"messages at byte {reader.Position} are nested more than {MaxDepth} deep");
        while (reader.Position < end)
        {
            CountField();
            uint tag = reader.Tag(end);
            WireField field = message.Field(WireFormat.GetTagFieldNumber(tag));
            WireFormat.WireType type = WireFormat.GetTagWireType(tag);
            if (type != WireFormat.WireType.LengthDelimited)
            {
                reader.SkipScalar(type, end);
                if (WireMessage.IsRead(field.Form, type))
                    CountNumber(field.Form);
                continue;
            }

            long length = reader.Length(end);
            if (WireMessage.IsRead(field.Form, type))
                CountContent(field, length, depth);
            else
                reader.Skip(length);
        }
    }
}

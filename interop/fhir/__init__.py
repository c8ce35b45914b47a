# SPDX-License-Identifier: EUPL-1.2
"""FHIR R4 as we write it: one bundle a patient, for whoever takes the record over."""
